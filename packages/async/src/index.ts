export type { BatchQueue, JobResult, QueuedJob, QueueWorker, QueueWorkOptions } from './batch-queue.js';
export { createWorker, type Worker } from './worker/create-worker.js';
export type { WorkerJournal, WorkerOptions } from './worker/worker-options.js';
