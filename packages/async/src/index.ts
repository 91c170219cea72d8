export type { BatchQueue, JobResult, QueuedJob, QueueWorker, QueueWorkOptions } from './batch-queue.js';
