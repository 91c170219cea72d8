import type { BatchQueue, JobResult, QueuedJob, QueueWorker, QueueWorkOptions } from '@multistatus/async';
import type { AppProcess } from './app-process.js';
import type { LaterWorld } from './later-world.js';

/** What may go wrong when jobs are added. */
const ADDITIONS = {
  'fails before': 2,
  'fails after': 2,
  'fails half-way': 3,
  'is late': 2,
  'is lost': 3,
  'crash before': 1,
  'crash after': 1,
} as const;
export type AddFault = keyof typeof ADDITIONS;
export const ADD_FAULTS = Object.keys(ADDITIONS) as readonly AddFault[];

/** The queue, as one process sees it. */
export class FaultyQueue implements BatchQueue {
  readonly isDurable = false;
  readonly #world: LaterWorld;
  readonly #process: AppProcess;

  constructor(world: LaterWorld, process: AppProcess) {
    this.#world = world;
    this.#process = process;
  }

  check(): Promise<void> {
    return this.#world.hasFaults && this.#world.random.chance(0.05)
      ? Promise.reject(new Error('The queue is down'))
      : Promise.resolve();
  }

  async add(jobs: readonly QueuedJob[]): Promise<void> {
    const { random, coverage, hasFaults, queue } = this.#world;
    const fault = hasFaults && random.chance(0.3) ? random.weighted(ADDITIONS) : undefined;
    if (fault !== undefined) {
      coverage.count(`queue add, ${jobs.length > 1 ? 'jobs' : 'a job'}: ${fault}`);
      this.#world.note(`${this.#process.name} adds ${jobs.length} jobs: ${fault}`);
    }
    if (fault === 'crash before') this.#process.crash();
    if (fault === 'fails before') throw await this.#failure();
    const arriving = fault === 'fails half-way' ? jobs.slice(0, Math.ceil(jobs.length / 2)) : jobs;
    if (fault === 'is lost') return;
    await this.#outside(fault === 'is late' ? random.next() * 3_000 : 5, async () => {
      await queue.add(arriving);
      if (fault === 'crash after') this.#process.crash();
    });
    if (fault?.startsWith('fails') === true) throw await this.#failure();
  }

  async depth(): Promise<number> {
    const { random, hasFaults, queue, coverage } = this.#world;
    if (hasFaults && random.chance(0.05)) {
      coverage.count('queue depth: fails');
      throw await this.#failure();
    }
    return this.#outside(2, () => queue.depth());
  }

  work(run: (job: QueuedJob) => Promise<JobResult>, { concurrency }: QueueWorkOptions): QueueWorker {
    const worker = this.#world.queue.consume(this.#process, run, concurrency);
    return { stop: () => this.#outside(2, () => worker.stop()) };
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  /** Calls `work` outside of all processes, and resolves in this one. */
  #outside<Value>(ms: number, work: () => Promise<Value>): Promise<Value> {
    const { time } = this.#world;
    return new Promise((resolve, reject) => {
      time.after(ms, () => {
        work().then(
          (value) => time.after(2, () => resolve(value), { loop: this.#process }),
          (error: unknown) => time.after(2, () => reject(error), { loop: this.#process }),
        );
      });
    });
  }

  async #failure(): Promise<Error> {
    await this.#world.time.wait(5, this.#process);
    return new Error('The queue has failed');
  }
}
