export {
  type BodyOmission,
  type Failure,
  isMultistatusError,
  type Multistatus,
  MultistatusError,
  type MultistatusReading,
  type MultistatusResponse,
  type Problem,
  type ReadOptions,
  readMultistatus,
  type Timing,
} from '@multistatus/document';
export { BatchError, type BatchErrorInit, isBatchError } from './batch-error.js';
export type { BatchMethod } from './exchange-batch.js';
export { type BatchFetchOptions, batchFetch } from './fetch/batch-fetch.js';
export type { LimitOptions } from './fetch/resolve-limits.js';
export { type CancelResult, cancelMonitor } from './monitor/cancel-monitor.js';
export { type FollowOptions, followMonitor, type MonitorResult } from './monitor/follow-monitor.js';
export type { MonitorOptions } from './monitor/monitor-options.js';
export type { MonitorOutcome } from './monitor/outcome-listener.js';
export type { BatchProgress } from './monitor/progress.js';
export type { RetryClock, RetryOptions } from './resolve-retry.js';
export type { AsyncOptions } from './send/async-options.js';
export { BatchAbortError, type BatchAbortInit } from './send/batch-abort-error.js';
export type { BatchResult, Outcome, OutcomeBase } from './send/batch-result.js';
export {
  type Batch,
  type BatchOptions,
  createBatch,
  type OperationHandle,
  type OperationMethods,
  type OperationOptions,
  type Url,
} from './send/create-batch.js';
export { type Path, path } from './send/path.js';
export {
  planResend,
  type ResendObstacle,
  type ResendOptions,
  type ResendPlan,
  type Settled,
} from './send/plan-resend.js';
export type { Reference, SourcePointer } from './send/reference.js';
export { send } from './send/send.js';
export type { SendOptions } from './send/send-options.js';
export type { WireBatch, WireOperation, WireReference } from './send/wire-operation.js';
