/**
 * The entry `@multistatus/document/writer`: what the main entry has, without the readers. Servers load only this.
 */
export type { BodyOmission } from './body-omission.js';
export {
  createMultistatus,
  type MultistatusBuilder,
  type MultistatusOptions,
} from './build/create-multistatus.js';
export type {
  InputBase,
  PropstatInput,
  PropstatsInput,
  ResponseInput,
  StatusInput,
} from './build/response-input.js';
export type { BodyInput } from './build/to-model-body.js';
export { type ClassifyContext, classifyResponse, summariseResponses } from './classify-response.js';
export type { Element } from './element.js';
export { MAX_BODY_DEPTH } from './max-body-depth.js';
export type {
  Body,
  HeaderMap,
  MultiHrefResponse,
  Multistatus,
  MultistatusResponse,
  Propstat,
  PropstatResponse,
  ResponseBase,
  SingleHrefResponse,
  SlicedText,
  StatusContent,
  StatusResponse,
  Summary,
  Timing,
} from './multistatus.js';
export type { JsonValue, Problem } from './problem.js';
export { reasonPhraseOf, toStatusLine } from './status-line.js';
export { type ResponseClass, SummaryCounter } from './summary-counter.js';
export type { DocumentMembers } from './write/document-members.js';
export { toJsonChunks, toJsonPieces, toJsonText, writeJson } from './write/to-json-text.js';
export { jsonBodySize } from './write/write-json-body.js';
export { writeNdjson } from './write/write-ndjson.js';
export { isXmlText, toXmlChars } from './xml-char.js';
