import type { BulkJobOptions } from 'bullmq';
import type { QueuedJob } from '../batch-queue.js';

/**
 * Returns a job as BullMQ adds it. `id` is what BullMQ knows it by: two jobs of BullMQ may be of the same {@link QueuedJob}.
 *
 * It never fails there: how often a job is begun is decided by the journal, which knows what has run.
 */
export function toBullmqJob(
  { id, ref, job, endpoint, priority }: QueuedJob,
  { id: jobId, delay = 0 }: { readonly id: string; readonly delay?: number },
): { name: string; data: QueuedJob; opts: BulkJobOptions } {
  return {
    name: endpoint,
    data: { id, ref, job, endpoint, priority },
    opts: { jobId, priority, delay, attempts: 1, removeOnComplete: true, removeOnFail: true },
  };
}
