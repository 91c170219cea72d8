import type { BatchQueue, JobResult, QueuedJob, QueueWorker } from '../batch-queue.js';

/** A job that runs until the test ends it. */
export interface RunningJob {
  readonly job: QueuedJob;
  readonly end: (result: JobResult) => void;
  readonly fail: (error: unknown) => void;
}

/** A worker that keeps what is delivered to it. */
export class Recorder {
  /** All jobs, in the order of their delivery. */
  readonly delivered: QueuedJob[] = [];
  /** Those that have not ended. */
  readonly running: Set<RunningJob> = new Set();
  readonly errors: unknown[] = [];
  /** The most jobs that have run at the same time. */
  most = 0;
  readonly #worker: QueueWorker;

  /** `endsWith` is the result of each job; without it, the test ends them. */
  constructor(
    queue: BatchQueue,
    { concurrency = 1, endsWith }: { readonly concurrency?: number; readonly endsWith?: JobResult } = {},
  ) {
    this.#worker = queue.work((job) => this.#run(job, endsWith), {
      concurrency,
      onError: (error) => this.errors.push(error),
    });
  }

  stop(): Promise<void> {
    return this.#worker.stop();
  }

  endAll(result: JobResult): void {
    for (const { end } of this.running) end(result);
  }

  #run(job: QueuedJob, endsWith: JobResult | undefined): Promise<JobResult> {
    this.delivered.push(job);
    return new Promise<JobResult>((resolve, reject) => {
      const running: RunningJob = { job, end: resolve, fail: reject };
      this.running.add(running);
      this.most = Math.max(this.most, this.running.size);
      // Not at once: jobs that may run at the same time shall do so.
      if (endsWith !== undefined) setImmediate(() => resolve(endsWith));
    }).finally(() => {
      for (const running of this.running) if (running.job === job) this.running.delete(running);
    });
  }
}
