import { BatchWorker } from './batch-worker.js';
import { resolveWorkerOptions, type WorkerOptions } from './worker-options.js';

/** A worker, which takes jobs from a queue. */
export interface Worker {
  /**
   * Resolves when the worker takes jobs. Rejects if the queue or the journal cannot be used at the start; the worker then tries again
   * every second. Await it, so that a worker whose settings are wrong does not start.
   */
  readonly ready: Promise<void>;
  /**
   * Takes no more jobs, and starts no more operations. What has started runs to its end; the rest is given back to the queue, for
   * other workers. Resolves when nothing runs any more. Close the queue after that.
   */
  stop(): Promise<void>;
}

/**
 * Creates a worker: it runs what the endpoints of this app, in this process or in others, have accepted to answer later.
 *
 * The app runs in it as it is, without listening. Any number of workers may share a queue. A worker installs no listener for
 * signals: stop it on SIGTERM.
 *
 * @throws {TypeError} for an option that is unknown, missing or of the wrong kind.
 * @throws {RangeError} for a number out of its range.
 *
 * @example
 * const worker = createWorker({ target: app, endpoints: [photoBatch], journal, queue });
 * await worker.ready;
 * process.once('SIGTERM', () => worker.stop().then(() => process.exit()));
 */
export function createWorker(options: WorkerOptions): Worker {
  return new BatchWorker(resolveWorkerOptions(options));
}
