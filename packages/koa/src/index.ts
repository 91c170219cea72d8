export {
  type BatchErrorContext,
  type BatchOptions,
  type BatchTrace,
  type BulkErrorContext,
  type BulkOptions,
  created,
  type DescribeBulkOptions,
  describeBatch,
  describeBulk,
  describeMonitors,
  type Format,
  GroupFailedError,
  GroupRolledBackError,
  type ItemContext,
  type ItemResponse,
  type JobRequest,
  json,
  type ManyContext,
  ndjson,
  type OpenApiPathItem,
  type Operation,
  type OperationGroup,
  type OperationIdentity,
  type OperationInfo,
  type OperationOutcome,
  type OperationTrace,
  type Report,
  type ReportOptions,
  respond,
  type Transaction,
  xml,
} from '@multistatus/core';
export { createMultistatus, type MultistatusBuilder } from '@multistatus/document/writer';
export { type BatchMiddleware, batch, type KoaBatchOptions } from './batch.js';
export { type BulkMiddleware, bulk, type KoaBulkOptions, type KoaItemExtra } from './bulk.js';
export type { CallbackApp } from './callback-of.js';
export { getOperation } from './get-operation.js';
export type { KoaContext } from './koa-context.js';
export { sendMultistatus } from './send-multistatus.js';
