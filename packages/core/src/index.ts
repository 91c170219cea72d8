export { type BatchHandler, createBatch } from './batch/create-batch.js';
export type { BulkLimitOptions, BulkOptions, ItemContext } from './bulk/bulk-options.js';
export { type BulkHandler, createBulk } from './bulk/create-bulk.js';
export { created, type ItemAnswer, outcome } from './bulk/item-answer.js';
export type { ItemAjv, ItemFault, ItemSchema, StandardSchema } from './bulk/item-validator.js';
export type { BulkRequest } from './bulk/open-bulk.js';
export type { FormatName, ResponseMediaType } from './formats/formats.js';
export type { EnvelopeBody, EnvelopeHeaders, EnvelopeRequest, EnvelopeResponse } from './http/envelope.js';
export { pathOf } from './http/path-of.js';
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
export type { Dispatch, OperationAnswer, OperationRequest } from './operation/dispatch.js';
export type { Need, Operation, Reference } from './operation/operation.js';
export {
  markOperation,
  type OperationContext,
  type OperationInfo,
  operationContextOf,
} from './operation/operation-mark.js';
export type { OperationOutcome } from './operation/operation-outcome.js';
export { assertSynchronous } from './options/assert-synchronous.js';
export type { BatchOptions } from './options/batch-options.js';
export { checkFunction } from './options/check-function.js';
export { checkPath } from './options/check-path.js';
export type { LimitOptions, Limits } from './options/resolve-limits.js';
export type { OperationGroup, Transaction } from './options/transaction.js';
export { PROBLEM_TYPES, type ProblemSlug } from './problem/problem-types.js';
export {
  answerReport,
  type Report,
  type ReportOptions,
  type ReportRequest,
  type ReportResponse,
} from './report/answer-report.js';
export { GroupFailedError } from './run/group-failed-error.js';
export { onAbort } from './run/live-context.js';
export type { BatchTrace, OperationTrace } from './run/trace.js';
