export {
  DocumentError,
  type DocumentPlace,
  type DocumentRule,
  isDocumentError,
} from './document-error.js';
export type { DocumentFault, FaultyResponse } from './read/document-fault.js';
export { type Failure, isMultistatusError, MultistatusError } from './read/multistatus-error.js';
export type { ByteSource, ByteStream, MultistatusSource, ResponseLike } from './read/multistatus-source.js';
export type { ReadLimits } from './read/read-limits.js';
export { type ReadOptions, readMultistatus } from './read/read-multistatus.js';
export { readNdjson } from './read/read-ndjson.js';
export { type MultistatusReading, type ReadingOptions, toReading } from './read/reading.js';
export type {
  Body,
  BodyInput,
  BodyOmission,
  ClassifyContext,
  DocumentMembers,
  Element,
  HeaderMap,
  InputBase,
  JsonValue,
  MultiHrefResponse,
  Multistatus,
  MultistatusBuilder,
  MultistatusOptions,
  MultistatusResponse,
  Problem,
  Propstat,
  PropstatInput,
  PropstatResponse,
  PropstatsInput,
  ResponseBase,
  ResponseClass,
  ResponseInput,
  SingleHrefResponse,
  SlicedText,
  StatusContent,
  StatusInput,
  StatusResponse,
  Summary,
  Timing,
} from './writer.js';
export {
  classifyResponse,
  createMultistatus,
  isXmlText,
  jsonBodySize,
  MAX_BODY_DEPTH,
  reasonPhraseOf,
  SummaryCounter,
  summariseResponses,
  toJsonChunks,
  toJsonPieces,
  toJsonText,
  toStatusLine,
  toXmlChars,
  writeJson,
  writeNdjson,
} from './writer.js';
