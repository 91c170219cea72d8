import { rejectUnknownOptions } from '@multistatus/core/adapter';
import { type ConnectionOptions, Queue } from 'bullmq';
import type { BatchQueue, JobResult, QueuedJob, QueueWorker, QueueWorkOptions } from '../batch-queue.js';
import { withinTime } from '../within-time.js';
import { type BullmqSettings, BullmqWorker } from './bullmq-worker.js';
import { checkRedis } from './check-redis.js';
import { redisConnections } from './redis-connection.js';
import { toBullmqJob } from './to-bullmq-job.js';

/** Milliseconds after which a call fails if the server does not answer. If it cannot be reached, calls fail at once. */
const TIMEOUT_MS = 5_000;
/** The same for the depth, which is asked for before a request is accepted. */
const DEPTH_TIMEOUT_MS = 1_000;

/** Options of {@link bullmqQueue}. */
export interface BullmqQueueOptions {
  /**
   * A client of [ioredis](https://github.com/redis/ioredis) 5 or 6, or the options of one. The queue creates its own connections with
   * the same options: the client is not used, and not closed.
   */
  readonly connection: ConnectionOptions;
  /**
   * The name of the queue in BullMQ. Apps that share a Redis server need different ones.
   *
   * @defaultValue `multistatus`
   */
  readonly name?: string | undefined;
  /**
   * What all keys start with.
   *
   * @defaultValue `bull`, as in BullMQ
   */
  readonly prefix?: string | undefined;
}

/**
 * Creates a queue in Redis 6.2 or later, or Valkey, through [BullMQ](https://bullmq.io) 6. Jobs are references: what clients have sent
 * is only in the journal. Dashboards for BullMQ show the jobs.
 *
 * The server must not remove keys to free memory: its `maxmemory-policy` must be `noeviction`. Jobs that it loses when it crashes
 * are added again by the workers, after about 15 seconds.
 *
 * BullMQ also runs on PostgreSQL, which this queue does not offer. In version 6.7, events get lost there, and delayed jobs may end
 * as completed ([bullmq#4814](https://github.com/taskforcesh/bullmq/issues/4814)).
 *
 * @example
 * ```ts
 * const queue = bullmqQueue({ connection: new Redis(process.env.REDIS_URL) });
 * app.use('/batch', batch({ journal, async: respondAsync({ queue, name: 'batch' }) }));
 * ```
 *
 * @throws {TypeError} for an unknown option, if `connection` is not of ioredis, or if `name` is not a name for a queue
 */
export function bullmqQueue(options: BullmqQueueOptions): BatchQueue {
  rejectUnknownOptions('bullmqQueue', options, { known: ['connection', 'name', 'prefix'] });
  const { connection, name = 'multistatus', prefix = 'bull' } = options;
  if (typeof name !== 'string' || name === '' || name.includes(':'))
    throw new TypeError(`bullmqQueue.name must be a text without colons, got ${JSON.stringify(name)}`);
  return new BullmqQueue({ name, prefix, connectionFor: redisConnections(connection) });
}

class BullmqQueue implements BatchQueue {
  readonly name: string;
  readonly isDurable = true;
  readonly #settings: BullmqSettings;
  #queue: Queue<QueuedJob> | undefined;
  #isClosed = false;

  constructor(settings: BullmqSettings) {
    this.name = `${settings.prefix}:${settings.name}`;
    this.#settings = settings;
  }

  check(): Promise<void> {
    return this.#use(async (queue) => {
      await checkRedis((await queue.getBackend().client) as unknown as { info(): Promise<string> });
    });
  }

  add(jobs: readonly QueuedJob[]): Promise<void> {
    return this.#use(async (queue) => {
      await queue.addBulk(jobs.map((job) => toBullmqJob(job, { id: job.id })));
    });
  }

  depth(): Promise<number> {
    return this.#use(
      (queue) => queue.getJobCountByTypes('waiting', 'prioritized', 'delayed'),
      DEPTH_TIMEOUT_MS,
    );
  }

  work(run: (job: QueuedJob) => Promise<JobResult>, options: QueueWorkOptions): QueueWorker {
    return new BullmqWorker(this.#settings, { run, options });
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    // Without Redis, closing fails; the connection is then not established again.
    await withinTime(this.#queue?.close() ?? Promise.resolve(), TIMEOUT_MS).catch(() => undefined);
  }

  #use<Value>(work: (queue: Queue<QueuedJob>) => Promise<Value>, timeoutMs = TIMEOUT_MS): Promise<Value> {
    if (this.#isClosed) return Promise.reject(new Error('The queue is closed'));
    this.#queue ??= this.#open();
    const queue = this.#queue;
    let fail: (error: Error) => void = () => undefined;
    // BullMQ would wait until the server can be reached.
    const failed = new Promise<never>((_resolve, reject) => {
      fail = reject;
      queue.on('error', fail);
    });
    return withinTime(Promise.race([work(queue), failed]), timeoutMs).finally(() => queue.off('error', fail));
  }

  #open(): Queue<QueuedJob> {
    const { name, prefix, connectionFor } = this.#settings;
    const connection = connectionFor({ isPatient: false, isEnding: () => this.#isClosed });
    const queue = new Queue<QueuedJob>(name, { connection, prefix, skipVersionCheck: true });
    // Whoever waits for a command gets its error.
    queue.on('error', () => undefined);
    return queue;
  }
}
