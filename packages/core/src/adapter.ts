/**
 * What an adapter for a framework imports: `@multistatus/core/adapter`. What apps import stands in the main entry.
 *
 * An adapter turns a request into an {@link EnvelopeRequest}, hands a {@link Dispatch} to the handler, and sends the
 * {@link EnvelopeResponse}. Adapters for servers of `node:http` find all three in `@multistatus/node`.
 */
export { type BatchHandler, createBatchHandler } from './batch/create-batch-handler.js';
export { type BulkHandler, createBulkHandler } from './bulk/create-bulk-handler.js';
export type { BulkRequest } from './bulk/prepare-bulk.js';
export { ClientConnection, type ClientSignal } from './http/client-signal.js';
export type { EnvelopeBody, EnvelopeHeaders, EnvelopeRequest, EnvelopeResponse } from './http/envelope.js';
export { pathOf } from './http/path-of.js';
export { type ActiveOperation, activeOperationOf, attachOperation } from './operation/active-operation.js';
export type { Dispatch, OperationAnswer, OperationRequest } from './operation/dispatch.js';
export { assertSynchronous } from './options/assert-synchronous.js';
export { checkFunction } from './options/check-function.js';
export { checkPath } from './options/check-path.js';
export {
  answerReport,
  type Report,
  type ReportOptions,
  type ReportRequest,
  type ReportResponse,
} from './report/answer-report.js';
export { onAbort } from './run/running-operation.js';
