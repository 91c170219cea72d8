export {
  answerReport,
  type Report,
  type ReportOptions,
  type ReportRequest,
  type ReportResponse,
} from './answer-report.js';
export { assertSynchronous } from './assert-synchronous.js';
export type { BatchOptions } from './batch-options.js';
export type { BulkLimitOptions, BulkOptions, ItemContext } from './bulk/bulk-options.js';
export { type BulkHandler, createBulk } from './bulk/create-bulk.js';
export { created, type ItemAnswer, outcome } from './bulk/item-answer.js';
export type { ItemAjv, ItemFault, ItemSchema, StandardSchema } from './bulk/item-validator.js';
export type { BulkRequest } from './bulk/open-bulk.js';
export { checkFunction } from './check-function.js';
export { checkPath } from './check-path.js';
export { type BatchHandler, createBatch } from './create-batch.js';
export type { Dispatch, OperationAnswer, OperationRequest } from './dispatch.js';
export type { EnvelopeBody, EnvelopeHeaders, EnvelopeRequest, EnvelopeResponse } from './envelope.js';
export { GroupFailedError } from './group-failed-error.js';
export { onAbort } from './live-context.js';
export type { FormatName, ResponseMediaType } from './negotiate.js';
export {
  discardBody,
  type NodeRequest,
  type NodeResponse,
  readEnvelope,
  writeEnvelope,
} from './node-exchange.js';
export { type DescribedBatchOptions, describeBatch } from './openapi/describe-batch.js';
export { type DescribeBulkOptions, describeBulk } from './openapi/describe-bulk.js';
export type {
  JsonSchema,
  OpenApiContent,
  OpenApiHeader,
  OpenApiMethod,
  OpenApiOperation,
  OpenApiParameter,
  OpenApiPathItem,
  OpenApiResponse,
} from './openapi/path-item.js';
export type { Need, Operation, Reference } from './operation.js';
export {
  markOperation,
  type OperationContext,
  type OperationInfo,
  operationContextOf,
} from './operation-mark.js';
export type { OperationOutcome } from './operation-outcome.js';
export { pathOf } from './path-of.js';
export { PROBLEM_TYPES, type ProblemSlug } from './problem-types.js';
export type { LimitOptions, Limits } from './resolve-limits.js';
export type { OperationGroup, Transaction } from './run-group.js';
export type { BatchTrace, OperationTrace } from './trace.js';
