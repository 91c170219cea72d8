import { ClientConnection } from '@multistatus/core/adapter';
import type { QueuedJob, QueueWorker } from '../batch-queue.js';
import { pause } from '../pause.js';
import { readAbout } from '../stored/record-about.js';
import type { ErrorReports } from './error-reports.js';
import { JobRunner } from './job-runner.js';
import type { Worker } from './worker.js';
import type { WorkerSettings } from './worker-options.js';

/** Milliseconds between two attempts to use a journal or queue that cannot be used. */
const RETRY_MS = 1_000;
/** Milliseconds between two searches for overdue jobs, and after which a job is overdue. */
const OVERDUE_INTERVAL_MS = 5_000;
const OVERDUE_MS = 10_000;
const MAX_OVERDUE = 1_000;

/** Takes jobs from the queue from when journal and queue can be used until it is stopped. */
export class BatchWorker implements Worker {
  readonly ready: Promise<void>;
  readonly #settings: WorkerSettings;
  readonly #runner: JobRunner;
  readonly #stopping = new ClientConnection();
  readonly #started: Promise<void>;
  #working: QueueWorker | undefined;
  #lookingForOverdue: Promise<void> | undefined;
  #stopped: Promise<void> | undefined;

  constructor(settings: WorkerSettings) {
    this.#settings = settings;
    this.#runner = new JobRunner(settings, this.#stopping);
    const checked = this.#check();
    this.#started = checked.catch(() => this.#checkAgain()).then(() => this.#start());
    this.ready = checked.then(() => this.#started);
    // A caller that does not await it still gets the error through `onError`.
    this.ready.catch(() => undefined);
    this.#started.catch((error: unknown) => settings.errors.report(error));
  }

  stop(): Promise<void> {
    this.#stopped ??= this.#stop();
    return this.#stopped;
  }

  async #check(): Promise<void> {
    const { queue, ready, errors } = this.#settings;
    await Promise.all([noting(errors.queue, queue.check()), noting(errors.journal, ready())]);
  }

  /** Never rejects. */
  async #checkAgain(): Promise<void> {
    while (!this.#stopping.aborted) {
      await pause(RETRY_MS, this.#stopping);
      const isUsable = await this.#check().then(
        () => true,
        () => false,
      );
      if (isUsable) return;
    }
  }

  #start(): void {
    if (this.#stopping.aborted) return;
    const { queue, concurrency, errors } = this.#settings;
    const onError = (error: unknown): void => errors.queue.began(error);
    this.#working = queue.work((job) => this.#runner.run(job), { concurrency, onError });
    this.#lookingForOverdue = this.#lookForOverdue();
  }

  /** Never rejects. */
  async #lookForOverdue(): Promise<void> {
    for (;;) {
      await pause(OVERDUE_INTERVAL_MS, this.#stopping);
      if (this.#stopping.aborted) return;
      await this.#addOverdue().catch(() => undefined);
    }
  }

  /** Adds jobs to the queue that it has lost, or whose workers have. */
  async #addOverdue(): Promise<void> {
    const { batches, queue, errors } = this.#settings;
    const overdue = await noting(errors.journal, batches.records.takeOverdue(OVERDUE_MS, MAX_OVERDUE));
    const endpoints = new Map<string, string | undefined>();
    const jobs: QueuedJob[] = [];
    for (const { ref, job } of overdue) {
      if (!endpoints.has(ref)) endpoints.set(ref, await this.#endpointOf(ref));
      const endpoint = endpoints.get(ref);
      // The first jobs of a request first: those of a long one come after those of others.
      if (endpoint !== undefined) jobs.push({ id: `${ref}.${job}`, ref, job, endpoint, priority: job + 1 });
    }
    if (jobs.length > 0) await noting(errors.queue, queue.add(jobs));
  }

  /** Returns the endpoint of a request, if its jobs are in the queue of this worker. */
  async #endpointOf(ref: string): Promise<string | undefined> {
    const { batches, queue } = this.#settings;
    const record = await batches.records.find(ref);
    if (record === undefined) return undefined;
    try {
      const about = readAbout(record.about);
      return about.queue === queue.name ? about.endpoint : undefined;
    } catch (error) {
      this.#settings.errors.reportOnce((error as Error).message);
      return undefined;
    }
  }

  async #stop(): Promise<void> {
    const ended = this.#working?.stop();
    this.#stopping.close();
    await this.#started.catch(() => undefined);
    await ended;
    await this.#lookingForOverdue;
  }
}

/** Settles as `work` does, and notes whether an outage has begun or ended. */
async function noting<Value>(outage: ErrorReports['queue'], work: Promise<Value>): Promise<Value> {
  try {
    const value = await work;
    outage.ended();
    return value;
  } catch (error) {
    outage.began(error);
    throw error;
  }
}
