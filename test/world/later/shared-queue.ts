import type { BatchQueue, JobResult, QueuedJob, QueueWorker } from '@multistatus/async';
import { memoryQueue } from '@multistatus/async/memory';
import type { AppProcess } from './app-process.js';
import type { LaterWorld } from './later-world.js';

type Run = (job: QueuedJob) => Promise<JobResult>;

/** A process that takes jobs. */
interface Consumer {
  readonly process: AppProcess;
  readonly run: Run;
  /** Jobs that run in it. */
  readonly running: Set<Promise<JobResult>>;
}

/** What may happen to a job on its way to a worker. */
const DELIVERIES = {
  once: 20,
  lost: 2,
  late: 3,
  'to two at once': 3,
  'again later': 3,
  'result lost': 2,
} as const;
export type Delivery = keyof typeof DELIVERIES;

/** Milliseconds after which a job of a process that has died is delivered again. */
const STALLED_MS = 800;

/** The queue of all processes: it stands outside of them, as Redis does, and brings jobs to them over a network. */
export class SharedQueue {
  readonly #world: LaterWorld;
  readonly #queue: BatchQueue = memoryQueue();
  readonly #consumers = new Set<Consumer>();

  constructor(world: LaterWorld) {
    this.#world = world;
  }

  add(jobs: readonly QueuedJob[]): Promise<void> {
    return this.#queue.add(jobs);
  }

  depth(): Promise<number> {
    return this.#queue.depth();
  }

  /** Brings jobs to a process until it is stopped, or dies. */
  consume(process: AppProcess, run: Run, concurrency: number): QueueWorker {
    const consumer: Consumer = { process, run, running: new Set() };
    this.#consumers.add(consumer);
    const worker = this.#queue.work((job) => this.#deliver(job, consumer), {
      concurrency,
      onError: () => {},
    });
    const stop = async (): Promise<void> => {
      this.#consumers.delete(consumer);
      await worker.stop();
      await Promise.all(consumer.running);
    };
    process.onEnd.push(() => void stop());
    return { stop };
  }

  /** Resolves when the queue knows what became of a job. */
  async #deliver(job: QueuedJob, consumer: Consumer): Promise<JobResult> {
    const { time, random, coverage, store } = this.#world;
    const how = this.#world.hasFaults ? random.weighted(DELIVERIES) : 'once';
    const state = await store.records.jobStateOf(job.id, undefined);
    if (how !== 'once') {
      coverage.count(`delivery, ${state}: ${how}`);
      this.#world.note(`the queue delivers ${store.nameOf(job.id)} ${how}`);
    }
    switch (how) {
      case 'lost':
        return 'done';
      case 'late':
        await time.wait(random.next() * 4_000);
        break;
      case 'to two at once':
        void this.#bring(job, random.pick([...this.#consumers, consumer]));
        break;
      case 'again later':
        time.after(random.next() ** 2 * 6_000, () => {
          const others = [...this.#consumers];
          if (others.length > 0) void this.#bring(job, random.pick(others));
        });
        break;
      case 'result lost':
        await this.#bring(job, consumer);
        return 'again';
      case 'once':
    }
    return this.#bring(job, consumer);
  }

  /** Brings a job to a process, and resolves with the result. */
  #bring(job: QueuedJob, { process, run, running }: Consumer): Promise<JobResult> {
    const { time, random } = this.#world;
    const result = new Promise<JobResult>((resolve) => {
      const latency = (): number => 1 + random.next() * 9;
      const give = (result: JobResult): void => {
        time.after(latency(), () => resolve(result));
      };
      // A job of a process that has died is given to another one, or nobody notices.
      const stall = (): void => {
        time.after(STALLED_MS * (0.5 + random.next()), () => resolve(random.chance(0.7) ? 'again' : 'done'));
      };
      if (process.isCrashed) {
        stall();
        return;
      }
      process.onEnd.push(stall);
      time.after(latency(), () => void run(job).then(give, () => give('again')), { loop: process });
    });
    running.add(result);
    void result.then(() => running.delete(result));
    return result;
  }
}
