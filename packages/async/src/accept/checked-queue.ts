import { BatchProblem, RETRY_AFTER_SECONDS } from '@multistatus/core/adapter';
import type { BatchQueue, QueuedJob } from '../batch-queue.js';
import type { Report } from '../journal-call.js';
import { withinTime } from '../within-time.js';

/** Milliseconds after which a queue that does not answer counts as unavailable: those of this package give up sooner. */
const TIMEOUT_MS = 10_000;
/** Jobs that are added at a time: on a busy machine, more of them would take a queue longer than a call may take. */
const MAX_JOBS = 200;
/** The lowest urgency that queues have in common. */
const MAX_PRIORITY = 2_097_151;
/** Seconds after which a client may try again when the queue is full. */
const FULL_RETRY_SECONDS = 10;

/** The queue of an endpoint, which is checked before it is used first. */
export class CheckedQueue {
  readonly #queue: BatchQueue;
  #checked: Promise<void> | undefined;

  constructor(queue: BatchQueue) {
    this.#queue = queue;
  }

  /** @throws {BatchProblem} `queue-full`; `queue-unavailable`, and reports why. */
  async checkDepth(max: number, report: Report): Promise<void> {
    let depth: number;
    try {
      await this.#check();
      depth = await withinTime(this.#queue.depth(), TIMEOUT_MS);
    } catch (error) {
      report(error);
      throw new BatchProblem(
        'queue-unavailable',
        'The queue of the server cannot be reached; nothing has run, and the request may be sent again',
        { headers: { 'retry-after': String(RETRY_AFTER_SECONDS) } },
      );
    }
    if (depth < max) return;
    throw new BatchProblem(
      'queue-full',
      `${depth} jobs are waiting, the limit maxQueuedJobs is ${max}; nothing has run, and the request may be sent again later`,
      {
        extensions: { limit: 'maxQueuedJobs', max, actual: depth },
        headers: { 'retry-after': String(FULL_RETRY_SECONDS) },
      },
    );
  }

  /**
   * Adds the jobs of a record, those of clients with fewer jobs under way first. Resolves also if that fails, and reports why: workers
   * add jobs that nobody has begun.
   */
  async add(
    record: {
      readonly ref: string;
      readonly endpoint: string;
      readonly jobs: number;
      readonly underWay: number;
    },
    report: Report,
  ): Promise<void> {
    const { ref, endpoint, jobs, underWay } = record;
    try {
      for (let first = 0; first < jobs; first += MAX_JOBS) {
        const length = Math.min(MAX_JOBS, jobs - first);
        const slice = Array.from({ length }, (_, offset): QueuedJob => {
          const job = first + offset;
          const priority = Math.min(1 + underWay + job, MAX_PRIORITY);
          return { id: `${ref}.${job}`, ref, job, endpoint, priority };
        });
        await withinTime(this.#queue.add(slice), TIMEOUT_MS);
      }
    } catch (error) {
      report(error);
    }
  }

  #check(): Promise<void> {
    this.#checked ??= withinTime(this.#queue.check(), TIMEOUT_MS).catch((error: unknown) => {
      this.#checked = undefined;
      throw error;
    });
    return this.#checked;
  }
}
