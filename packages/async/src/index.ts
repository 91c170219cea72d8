export type { BatchQueue, JobResult, QueuedJob, QueueWorker, QueueWorkOptions } from './batch-queue.js';
export type { AsyncSettings, ResolvedAsyncLimits } from './options/async-settings.js';
export type { RespondAsyncLimits, RespondAsyncOptions } from './options/respond-async-options.js';
export { type RespondAsync, respondAsync } from './respond-async.js';
export { createWorker } from './worker/create-worker.js';
export type { Worker } from './worker/worker.js';
export type { WorkerJournal, WorkerOptions } from './worker/worker-options.js';
