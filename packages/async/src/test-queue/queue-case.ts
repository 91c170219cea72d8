import { randomBytes } from 'node:crypto';
import type { BatchQueue, QueuedJob } from '../batch-queue.js';

/** One requirement of `BatchQueue`, as a test. */
export interface QueueCase {
  /** The requirement. It is unique in its list. */
  readonly name: string;
  /** Rejects with an `AssertionError` if the queue does not meet it. */
  readonly run: () => Promise<void>;
}

/** Requirements, by their names. */
export type CheckedRequirements = Readonly<Record<string, (queue: BatchQueue) => Promise<void>>>;

/** Milliseconds after which a test has failed. */
const PATIENCE_MS = 20_000;

/** Returns jobs of one request. */
export function jobsOf(count: number, change: Partial<QueuedJob> = {}): QueuedJob[] {
  const ref = randomBytes(18).toString('base64url');
  return Array.from({ length: count }, (_, job) => ({
    id: `${ref}.${job}`,
    ref,
    job,
    endpoint: 'test',
    priority: 1,
    ...change,
  }));
}

/** Resolves to the next job only. */
export function oneJob(change: Partial<QueuedJob> = {}): QueuedJob {
  return jobsOf(1, change)[0] as QueuedJob;
}

/** Resolves when `check` returns true; it is called again and again. Rejects after 20 seconds, with what was waited for. */
export async function until(waitedFor: string, check: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  while (!(await check())) {
    if (performance.now() > deadline) throw new Error(`Not within ${PATIENCE_MS} ms: ${waitedFor}`);
    await new Promise((resolve) => {
      setTimeout(resolve, 2);
    });
  }
}
