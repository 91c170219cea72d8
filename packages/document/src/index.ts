export { classifyResponse, type ResponseClass, summariseResponses } from './classify-response.js';
export { createMultistatus, type MultistatusBuilder, type MultistatusOptions } from './create-multistatus.js';
export {
  DocumentError,
  type DocumentPlace,
  type DocumentRule,
  isDocumentError,
} from './document-error.js';
export type { DocumentMembers } from './document-members.js';
export type { Element } from './element.js';
export type {
  Body,
  HeaderMap,
  Multistatus,
  MultistatusResponse,
  Propstat,
  PropstatResponse,
  StatusResponse,
  Summary,
} from './multistatus.js';
export { type Failure, isMultistatusError, MultistatusError } from './multistatus-error.js';
export type { JsonValue, Problem } from './problem.js';
export type { ReadLimits } from './read-limits.js';
export { type ReadOptions, readMultistatus } from './read-multistatus.js';
export type { ByteSource, ByteStream, MultistatusSource, ResponseLike } from './read-source.js';
export { type MultistatusReading, toReading } from './reading.js';
export type { PropstatInput, PropstatsInput, ResponseInput, StatusInput } from './response-input.js';
export { toStatusLine } from './status-line.js';
export { toJsonText, writeJson } from './to-json-text.js';
export { isXmlText, toXmlChars } from './xml-char.js';
