import type { Outcome } from '@multistatus/core/adapter';
import type { Watch } from './event-feeds.js';
import { type KeptOutcomesSource, keptOutcomes, outcomesOfJob } from './kept-outcomes.js';
import type { ReadingShare } from './reading-share.js';

/** Milliseconds after which a stream looks whether its client is still there. */
const WAIT_MS = 15_000;

/** Returns the outcomes of a request as they are kept, and in the end those of operations that have not run because it was cancelled. */
export async function* liveOutcomes(
  source: KeptOutcomesSource,
  watch: Watch,
  reading: ReadingShare,
): AsyncGenerator<Outcome, void, undefined> {
  const jobs = new JobIndex(source, reading);
  const seen = new Uint8Array(source.record.units);
  const { feed } = watch;
  let after = 0;
  try {
    while (!(feed.isOver && after >= feed.last)) {
      const events = await watch.next(after, WAIT_MS);
      if (watch.isClosed) return;
      const units = new Set(events.map(({ unit }) => unit));
      for (const job of await jobs.jobsOf(units)) {
        if (watch.isClosed) return;
        for (const outcome of await reading.run(() => outcomesOfJob(source, job))) {
          const { index } = outcome.operation;
          if (!units.has(index)) continue;
          seen[index] = 1;
          yield outcome;
        }
      }
      after = events.at(-1)?.number ?? after;
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
  readonly #reading: ReadingShare;
  /** The job of each unit; those of jobs that have not been read are -1. */
  readonly #jobs: Int32Array;
  #read = 0;

  constructor(source: KeptOutcomesSource, reading: ReadingShare) {
    this.#source = source;
    this.#reading = reading;
    this.#jobs = new Int32Array(source.record.units).fill(-1);
  }

  async jobsOf(units: ReadonlySet<number>): Promise<ReadonlySet<number>> {
    const jobs = new Set<number>();
    for (const unit of units) {
      while (this.#jobs[unit] === -1 && this.#read < this.#source.record.jobs) {
        const job = this.#read;
        this.#read += 1;
        const outcomes = await this.#reading.run(() => outcomesOfJob(this.#source, job));
        for (const { operation } of outcomes) this.#jobs[operation.index] = job;
      }
      jobs.add(this.#jobs[unit] as number);
    }
    return jobs;
  }
}
