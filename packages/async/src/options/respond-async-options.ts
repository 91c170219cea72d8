import type { IncomingMessage } from 'node:http';
import type { BatchQueue } from '../batch-queue.js';

/** Options of `respondAsync`. `Outer` is the request object of the framework: `req` of Express, `ctx` of Koa. */
export interface RespondAsyncOptions<Outer = unknown, Principal = unknown> {
  /** Brings jobs to workers, such as `bullmqQueue(connection)` of `@multistatus/async/bullmq`. */
  readonly queue: BatchQueue;
  /**
   * Names the endpoint in jobs: web processes and workers find it by this name. 1 to 64 of `A-Z a-z 0-9 . _ -`, unique among the
   * endpoints of a journal.
   */
  readonly name: string;
  /**
   * The path at which `batchMonitors` is mounted, as clients see it, but without the `basePath` of `batch()`: such as `/monitors`.
   * `bulk()` needs it, and `batch()` if it is a handler of a route.
   *
   * @defaultValue the path of the endpoint followed by `/monitors`, which `batch()` under `app.use` answers itself
   */
  readonly monitors?: string | undefined;
  /**
   * Returns what the operations of a request need to know of its client, such as the id of the user and the tenant: a JSON value.
   * It is stored, so it must not have a credential. Operations get it as `getOperation(req).principal`.
   */
  readonly capture?: ((request: Outer) => Principal | Promise<Principal>) | undefined;
  /**
   * Called in a worker with each request before the app sees it, for example to set `req.user`. If it throws or rejects, the
   * operation fails, and the app does not see the request.
   */
  readonly restore?: ((principal: Principal, request: IncomingMessage) => void | Promise<void>) | undefined;
  /** The version of the app. A worker with another version reports that, and runs the job all the same. */
  readonly appVersion?: string | undefined;
  /** Limits of requests that are answered later. */
  readonly limits?: RespondAsyncLimits | undefined;
}

/** See {@link RespondAsyncOptions.limits}. */
export interface RespondAsyncLimits {
  /** Operations of a batch, or items of a list. @defaultValue 100_000 */
  readonly maxOperations?: number | undefined;
  /** Bytes of a body that is held in memory as a whole. @defaultValue 16_777_216 (16 MiB) */
  readonly maxBodyBytes?: number | undefined;
  /** Operations or items of a job. Those that depend on each other are always in one job, which may have more. @defaultValue 50 */
  readonly jobSize?: number | undefined;
  /** Jobs that may wait in the queue; then requests are answered 503. @defaultValue 10_000 */
  readonly maxQueuedJobs?: number | undefined;
  /** Requests of one client that have not ended; then further ones are answered 429. @defaultValue 10 */
  readonly maxBatchesPerClient?: number | undefined;
  /** Bytes that are stored of the requests of one client that have not ended. @defaultValue 268_435_456 (256 MiB) */
  readonly maxBytesPerClient?: number | undefined;
  /** Clients that receive events of this endpoint from this process at a time. @defaultValue 1_000 */
  readonly maxWatchers?: number | undefined;
  /** The longest time for which the preference `wait` is honoured, in milliseconds. @defaultValue 20_000 */
  readonly maxWaitMs?: number | undefined;
  /** Milliseconds for which a request that is cancelled may finish what it has started, before that is aborted. @defaultValue 5_000 */
  readonly cancelGraceMs?: number | undefined;
  /** Milliseconds after which a request is stopped. @defaultValue 86_400_000 (24 hours) */
  readonly maxRunMs?: number | undefined;
  /** Milliseconds between two requests for the progress of the same monitor; 0 allows any number. @defaultValue 0 */
  readonly minPollMs?: number | undefined;
}
