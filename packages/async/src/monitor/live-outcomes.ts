import type { ClientSignal, Outcome } from '@multistatus/core/adapter';
import { pause } from '../pause.js';
import type { Watch } from './event-feeds.js';
import { type KeptOutcomesSource, keptOutcomes, outcomesOfJob } from './kept-outcomes.js';

/** Milliseconds after which a stream looks whether its client is still there. */
const WAIT_MS = 15_000;
/** A job is read again for each of its outcomes; the time for that is at most one part in so many. */
const SHARE_OF_READING = 5;

/** Returns the outcomes of a request as they are kept, and in the end those of operations that have not run because it was cancelled. */
export async function* liveOutcomes(
  source: KeptOutcomesSource,
  watch: Watch,
  signal: ClientSignal,
): AsyncGenerator<Outcome, void, undefined> {
  const jobs = new JobIndex(source);
  const seen = new Uint8Array(source.record.units);
  const { feed } = watch;
  let after = 0;
  try {
    while (!(feed.isOver && after >= feed.last)) {
      const events = await watch.next(after, WAIT_MS);
      if (watch.isClosed) return;
      const since = performance.now();
      const units = new Set(events.map(({ unit }) => unit));
      for (const job of await jobs.jobsOf(units)) {
        for (const outcome of await outcomesOfJob(source, job)) {
          const { index } = outcome.operation;
          if (!units.has(index)) continue;
          seen[index] = 1;
          yield outcome;
        }
      }
      after = events.at(-1)?.number ?? after;
      await pause((performance.now() - since) * (SHARE_OF_READING - 1), signal);
    }
    const { record } = feed;
    if (record.endedAt === undefined)
      throw new Error('The record of a request that is watched has been removed');
    if (record.done === record.units) return;
    for await (const outcome of keptOutcomes({ ...source, record })) {
      if (seen[outcome.operation.index] === 0) yield outcome;
    }
  } finally {
    watch.close();
  }
}

/** Finds the jobs that units belong to. Jobs are ordered by their first unit. */
class JobIndex {
  readonly #source: KeptOutcomesSource;
  /** The job of each unit; those of jobs that have not been read are -1. */
  readonly #jobs: Int32Array;
  #read = 0;

  constructor(source: KeptOutcomesSource) {
    this.#source = source;
    this.#jobs = new Int32Array(source.record.units).fill(-1);
  }

  async jobsOf(units: ReadonlySet<number>): Promise<ReadonlySet<number>> {
    const jobs = new Set<number>();
    for (const unit of units) {
      while (this.#jobs[unit] === -1 && this.#read < this.#source.record.jobs) {
        const job = this.#read;
        this.#read += 1;
        for (const { operation } of await outcomesOfJob(this.#source, job)) this.#jobs[operation.index] = job;
      }
      jobs.add(this.#jobs[unit] as number);
    }
    return jobs;
  }
}
