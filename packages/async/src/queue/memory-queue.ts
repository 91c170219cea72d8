import type { BatchQueue, JobResult, QueuedJob, QueueWorker, QueueWorkOptions } from '../batch-queue.js';
import { JobHeap } from './job-heap.js';

/** Milliseconds until a job is delivered again. */
const AGAIN_MS = 200;

/**
 * Creates a queue in the memory of this process: waiting jobs are lost when it ends, and other processes do not see them. For tests,
 * development, and apps with one process whose clients can do without the rest of a batch.
 *
 * @example
 * ```ts
 * const queue = memoryQueue();
 * app.use('/batch', batch({ journal, async: respondAsync({ queue, name: 'batch' }) }));
 * ```
 */
export function memoryQueue(): BatchQueue {
  return new MemoryQueue();
}

class MemoryQueue implements BatchQueue {
  readonly name = 'memory';
  readonly isDurable = false;
  readonly #waiting = new JobHeap();
  /** The ids of jobs that wait or run. */
  readonly #known = new Set<string>();
  readonly #again = new Map<QueuedJob, ReturnType<typeof setTimeout>>();
  readonly #workers = new Set<MemoryWorker>();
  #isClosed = false;

  check(): Promise<void> {
    return Promise.resolve();
  }

  async add(jobs: readonly QueuedJob[]): Promise<void> {
    if (this.#isClosed) throw new Error('The queue is closed');
    for (const job of jobs) {
      if (this.#known.has(job.id)) continue;
      this.#known.add(job.id);
      this.#waiting.push(job);
    }
    this.#wake();
  }

  depth(): Promise<number> {
    return Promise.resolve(this.#waiting.size + this.#again.size);
  }

  work(run: (job: QueuedJob) => Promise<JobResult>, options: QueueWorkOptions): QueueWorker {
    const worker: MemoryWorker = new MemoryWorker(run, options, {
      take: () => this.#waiting.pop(),
      ended: (job, result) => {
        if (result === 'again') this.#putLast(worker);
        this.#ended(job, result);
      },
      stopped: () => this.#workers.delete(worker),
    });
    this.#workers.add(worker);
    worker.wake();
    return worker;
  }

  close(): Promise<void> {
    this.#isClosed = true;
    for (const timer of this.#again.values()) clearTimeout(timer);
    this.#again.clear();
    return Promise.resolve();
  }

  /** Offers jobs to a worker after all others. */
  #putLast(worker: MemoryWorker): void {
    if (this.#workers.delete(worker)) this.#workers.add(worker);
  }

  #ended(job: QueuedJob, result: JobResult): void {
    if (result === 'done' || this.#isClosed) {
      this.#known.delete(job.id);
      return;
    }
    const timer = setTimeout(() => {
      this.#again.delete(job);
      this.#waiting.push(job);
      this.#wake();
    }, AGAIN_MS);
    timer.unref();
    this.#again.set(job, timer);
  }

  #wake(): void {
    for (const worker of this.#workers) worker.wake();
  }
}

/** How a worker is connected to its queue. */
interface Connection {
  readonly take: () => QueuedJob | undefined;
  readonly ended: (job: QueuedJob, result: JobResult) => void;
  readonly stopped: () => void;
}

class MemoryWorker implements QueueWorker {
  readonly #run: (job: QueuedJob) => Promise<JobResult>;
  readonly #options: QueueWorkOptions;
  readonly #queue: Connection;
  readonly #running = new Set<Promise<void>>();
  #isStopped = false;

  constructor(
    run: (job: QueuedJob) => Promise<JobResult>,
    options: QueueWorkOptions,
    connection: Connection,
  ) {
    this.#run = run;
    this.#options = options;
    this.#queue = connection;
  }

  /** Starts as many jobs as may run. */
  wake(): void {
    while (!this.#isStopped && this.#running.size < this.#options.concurrency) {
      const job = this.#queue.take();
      if (job === undefined) return;
      const running = this.#runOne(job).then((result) => {
        this.#running.delete(running);
        this.#queue.ended(job, result);
        this.wake();
      });
      this.#running.add(running);
    }
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#queue.stopped();
    await Promise.all(this.#running);
  }

  async #runOne(job: QueuedJob): Promise<JobResult> {
    try {
      return await this.#run(job);
    } catch (error) {
      this.#options.onError(error);
      return 'again';
    }
  }
}
