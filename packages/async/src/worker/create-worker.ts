import { BatchWorker } from './batch-worker.js';
import type { Worker } from './worker.js';
import { resolveWorkerOptions, type WorkerOptions } from './worker-options.js';

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
 * ```ts
 * const worker = createWorker({ target: app, endpoints: [photoBatch], journal, queue });
 * await worker.ready;
 * process.once('SIGTERM', () => void worker.stop().then(() => process.exit()));
 * ```
 */
export function createWorker(options: WorkerOptions): Worker {
  return new BatchWorker(resolveWorkerOptions(options));
}
