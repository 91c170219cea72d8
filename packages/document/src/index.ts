export type { BodyOmission } from './body-omission.js';
export {
  createMultistatus,
  type MultistatusBuilder,
  type MultistatusOptions,
} from './build/create-multistatus.js';
export type { PropstatInput, PropstatsInput, ResponseInput, StatusInput } from './build/response-input.js';
export { type ClassifyContext, classifyResponse, summariseResponses } from './classify-response.js';
export {
  DocumentError,
  type DocumentPlace,
  type DocumentRule,
  isDocumentError,
} from './document-error.js';
export type { Element } from './element.js';
export type {
  Body,
  HeaderMap,
  MultiHrefResponse,
  Multistatus,
  MultistatusResponse,
  Propstat,
  PropstatResponse,
  SingleHrefResponse,
  SlicedText,
  StatusResponse,
  Summary,
  Timing,
} from './multistatus.js';
export type { JsonValue, Problem } from './problem.js';
export type { DocumentFault, FaultyResponse } from './read/document-fault.js';
export { type Failure, isMultistatusError, MultistatusError } from './read/multistatus-error.js';
export type { ByteSource, ByteStream, MultistatusSource, ResponseLike } from './read/multistatus-source.js';
export { MAX_BODY_DEPTH } from './read/outline-json.js';
export type { ReadLimits } from './read/read-limits.js';
export { type ReadOptions, readMultistatus } from './read/read-multistatus.js';
export { readNdjson } from './read/read-ndjson.js';
export { type MultistatusReading, type ReadingOptions, toReading } from './read/reading.js';
export { reasonPhraseOf, toStatusLine } from './status-line.js';
export { type ResponseClass, SummaryCounter } from './summary-counter.js';
export type { DocumentMembers } from './write/document-members.js';
export { toJsonChunks, toJsonPieces, toJsonText, writeJson } from './write/to-json-text.js';
export { jsonBodySize } from './write/write-json-body.js';
export { writeNdjson } from './write/write-ndjson.js';
export { isXmlText, toXmlChars } from './xml-char.js';
