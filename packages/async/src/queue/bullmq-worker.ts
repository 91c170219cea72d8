import { type Job, Queue, type RedisOptions, Worker } from 'bullmq';
import type { JobResult, QueuedJob, QueueWorker, QueueWorkOptions } from '../batch-queue.js';
import { withinTime } from '../within-time.js';
import type { ConnectionUse } from './redis-connection.js';
import { toBullmqJob } from './to-bullmq-job.js';

/** Milliseconds until a job is delivered again. */
const AGAIN_MS = 500;
/** Milliseconds for which a worker that stops waits for Redis, once its jobs have ended. */
const CLOSE_MS = 2_000;
/** What a job that is delivered again is called in BullMQ, where the name of the first one is taken until that has ended. */
const AGAIN = '.again';

/**
 * How BullMQ finds jobs whose worker has died. With its own settings, that takes a minute.
 *
 * A job is never failed for having stalled often: `attempt` of the journal decides.
 */
const RECOVERY = {
  lockDuration: 5_000,
  stalledInterval: 2_000,
  maxStalledCount: 1_000_000,
  runRetryDelay: 1_000,
};

/** A queue in BullMQ. */
export interface BullmqSettings {
  readonly name: string;
  readonly prefix: string;
  readonly connectionFor: (use: ConnectionUse) => RedisOptions;
}

/** Takes jobs from a queue in BullMQ. */
export class BullmqWorker implements QueueWorker {
  readonly #run: (job: QueuedJob) => Promise<JobResult>;
  readonly #options: QueueWorkOptions;
  readonly #worker: Worker<QueuedJob>;
  /** Adds jobs again. Its commands wait for a connection, as those of the worker do. */
  readonly #queue: Queue<QueuedJob>;
  readonly #running = new Set<Promise<JobResult>>();
  #stopped: Promise<void> | undefined;
  #isEnding = false;

  constructor(
    { name, prefix, connectionFor }: BullmqSettings,
    {
      run,
      options,
    }: {
      readonly run: (job: QueuedJob) => Promise<JobResult>;
      readonly options: QueueWorkOptions;
    },
  ) {
    this.#run = run;
    this.#options = options;
    const connection = connectionFor({ isPatient: true, isEnding: () => this.#isEnding });
    const common = { connection, prefix };
    this.#queue = new Queue<QueuedJob>(name, common);
    this.#worker = new Worker<QueuedJob>(name, (job) => this.#runJob(job), {
      ...common,
      ...RECOVERY,
      concurrency: options.concurrency,
    });
    this.#queue.on('error', options.onError);
    this.#worker.on('error', options.onError);
  }

  stop(): Promise<void> {
    this.#stopped ??= this.#stop();
    return this.#stopped;
  }

  async #stop(): Promise<void> {
    const closed = this.#worker.close();
    await Promise.all(this.#running);
    // Without Redis, closing would wait until it is back. What has not been given back is found when its lock has ended.
    await withinTime(closed, CLOSE_MS).catch(() => this.#end());
    await withinTime(this.#queue.close(), CLOSE_MS).catch(() => this.#end());
  }

  #end(): void {
    this.#isEnding = true;
  }

  async #runJob({ id, data }: Job<QueuedJob>): Promise<void> {
    const running = this.#resultOf(data);
    this.#running.add(running);
    const result = await running;
    this.#running.delete(running);
    if (result === 'done') return;
    const again = toBullmqJob(data, { id: id === data.id ? data.id + AGAIN : data.id, delay: AGAIN_MS });
    await this.#queue.add(again.name, again.data, again.opts);
  }

  /** Never rejects. */
  async #resultOf(job: QueuedJob): Promise<JobResult> {
    try {
      return await this.#run(job);
    } catch (error) {
      this.#options.onError(error);
      return 'again';
    }
  }
}
