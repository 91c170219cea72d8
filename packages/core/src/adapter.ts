/**
 * The entry `@multistatus/core/adapter`, for adapters to web frameworks. Apps import the main entry.
 *
 * An adapter converts a request to an {@link EnvelopeRequest}, passes a {@link Dispatch} to the handler, and sends the
 * {@link EnvelopeResponse}. For frameworks on `node:http`, `@multistatus/node` has a function for each of these steps.
 */
export {
  type BatchEndpoint,
  type BatchHandler,
  createBatchEndpoint,
  createBatchHandler,
} from './batch/create-batch-endpoint.js';
export type { EncodeSettings } from './batch/encode-batch.js';
export type { ExecuteHooks } from './batch/execute-batch.js';
export { restoreBatch, type StoredBatch, type StoredOperation, storeBatch } from './batch/stored-batch.js';
export { type CompileSchema, compileWith, type SchemaCheck } from './bulk/compile-with.js';
export {
  type BulkEndpoint,
  type BulkHandler,
  createBulkEndpoint,
  createBulkHandler,
} from './bulk/create-bulk-endpoint.js';
export type { BulkRequest } from './bulk/prepare-bulk.js';
export { readAnswerBody } from './decode/read-answer-body.js';
export { negotiatedHeaders } from './encode/envelope-headers.js';
export { type MediaRange, parseAccept, qualityOf } from './http/accept.js';
export { ClientConnection, type ClientSignal } from './http/client-signal.js';
export type {
  BodyListener,
  EnvelopeBody,
  EnvelopeHeaders,
  EnvelopeRequest,
  EnvelopeResponse,
} from './http/envelope.js';
export { monitorPathOf } from './http/monitor-path-of.js';
export { pathOf } from './http/path-of.js';
export { findClient, type IdentifiedRequest } from './journal/identify-client.js';
export { parseIdempotencyKey } from './journal/parse-idempotency-key.js';
export type { StoredOutcome, StoredPart } from './journal/stored-outcome.js';
export { restoreOutcomes, type StoredOutcomes, storeOutcomes } from './journal/stored-outcomes.js';
export { isListOf, isString, StoredValueChecker } from './journal/stored-value-checker.js';
export { checkVersion, STORED_VERSION, UnknownVersionError } from './journal/stored-version.js';
export { type ActiveOperation, activeOperationOf, attachOperation } from './operation/active-operation.js';
export type { Dispatch, OperationAnswer, OperationRequest } from './operation/dispatch.js';
export { failedOutcome, type Outcome, skippedOutcome } from './operation/outcome.js';
export { assertSynchronous } from './options/assert-synchronous.js';
export type {
  AcceptedWork,
  AsyncEndpoint,
  AsyncLimits,
  AsyncPreferences,
  AsyncSupport,
  AttachedAsync,
  JobHooks,
  JobRequest,
  WorkHead,
  WorkPart,
} from './options/async-support.js';
export { checkCalled } from './options/check-called.js';
export { checkFunction } from './options/check-function.js';
export { checkPath } from './options/check-path.js';
export { attachEndpoint, endpointOf } from './options/endpoint-property.js';
export type {
  ClaimedUnit,
  EntryRequest,
  Journal,
  JournalEntry,
  JournalQuery,
  OpenedEntry,
  UnitOutcome,
} from './options/journal.js';
export { type KnownOptions, rejectUnknownOptions } from './options/reject-unknown-options.js';
export type { Transaction } from './options/transaction.js';
export type { AcceptedBatch, AnswerPreferences } from './plan/accepted-batch.js';
export type { AcceptedList, ListPart } from './plan/accepted-list.js';
export type { Plan, PlanStep } from './plan/plan.js';
export { BatchProblem, type ProblemExtensions } from './problem/batch-problem.js';
export type { ProblemSlug } from './problem/problem-types.js';
export { RETRY_AFTER_SECONDS } from './problem/retry-after-seconds.js';
export {
  answerReport,
  type Report,
  type ReportOptions,
  type ReportRequest,
} from './report/answer-report.js';
export { onAbort } from './run/running-operation.js';
export type { SchemaError } from './validate/schema-error.js';
