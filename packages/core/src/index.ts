export type {
  BulkErrorContext,
  BulkLimitOptions,
  BulkOptions,
  ErrorExtra,
  HandlerContext,
  HandlerExtra,
  ItemContext,
  ManyContext,
} from './bulk/bulk-options.js';
export type { AjvValidator, ItemAjv } from './bulk/compile-with.js';
export { created, type ItemResponse, respond } from './bulk/item-response.js';
export type { ItemSchema, StandardIssue, StandardResult, StandardSchema } from './bulk/item-schema.js';
export type { ItemIssue } from './bulk/item-validator.js';
export type {
  AnswerContent,
  AnswerEncoder,
  AnswerPart,
  Encoded,
  EncodedAnswer,
  EncodedProblem,
  ProblemEncoder,
} from './formats/answer-encoder.js';
export type { BatchDecoder, DecodeContext, DecodedBatch, DecodedBody } from './formats/batch-decoder.js';
export type {
  BatchStreamDecoder,
  SentOperation,
  SentRequest,
  StreamDecodeContext,
} from './formats/batch-stream-decoder.js';
export { decodeJson } from './formats/decode-json.js';
export type { Format } from './formats/format.js';
export type {
  ItemDecoder,
  ItemLimits,
  ItemMediaTypes,
  ListDecoder,
  RefusedItem,
  SentItem,
  SentList,
  StreamDecoder,
} from './formats/item-decoder.js';
export { json } from './formats/json.js';
export type { JsonSchema } from './formats/json-schema.js';
export { ndjson } from './formats/ndjson.js';
export { outlineBodies } from './formats/outline-bodies.js';
export { readJsonBody } from './formats/read-json-body.js';
export { bytesOf, type ReceivedBody } from './formats/received-body.js';
export { xml } from './formats/xml.js';
export {
  type DescribeBatchOptions,
  type DescribedBatchOptions,
  describeBatch,
} from './openapi/describe-batch.js';
export { type BulkMethod, type DescribeBulkOptions, describeBulk } from './openapi/describe-bulk.js';
export { describeMonitors, type MonitoredOptions } from './openapi/describe-monitors.js';
export type { OpenApiVersion } from './openapi/media-type-content.js';
export type {
  OpenApiContent,
  OpenApiHeader,
  OpenApiMediaType,
  OpenApiMethod,
  OpenApiOperation,
  OpenApiParameter,
  OpenApiPathItem,
  OpenApiResponse,
} from './openapi/path-item.js';
export type { OperationInfo } from './operation/active-operation.js';
export type { OperationAnswer } from './operation/dispatch.js';
export type { Dependency, Operation, OperationToAllow, Reference } from './operation/operation.js';
export type { OperationOutcome } from './operation/operation-outcome.js';
export type { AsyncLimits, AsyncSupport, JobRequest } from './options/async-support.js';
export type { BatchOptions, RequestOrJob } from './options/batch-options.js';
export type { BatchErrorContext, OperationIdentity } from './options/error-context.js';
export type { HeaderOptions } from './options/header-options.js';
export type { IdempotencyOptions } from './options/idempotency-options.js';
export type { Journal } from './options/journal.js';
export type { LimitOptions, Limits } from './options/resolve-limits.js';
export type { OperationGroup, Transaction } from './options/transaction.js';
export { BatchProblem, type ProblemExtensions } from './problem/batch-problem.js';
export { PROBLEM_TYPES, type ProblemSlug } from './problem/problem-types.js';
export type { Report, ReportOptions } from './report/answer-report.js';
export { GroupFailedError } from './run/group-failed-error.js';
export { GroupRolledBackError, type GroupRolledBackInit } from './run/group-rolled-back-error.js';
export type { BatchTrace, OperationTrace } from './run/trace.js';
