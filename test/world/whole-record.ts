import type { BatchRecord, BatchRecords, BatchStore, UnitEvent } from '@multistatus/journal';

/** Everything that a store keeps of a request that is answered later. */
export interface WholeRecord {
  readonly record: BatchRecord;
  /** The texts of the outcomes of each job, by unit. */
  readonly jobs: readonly ReadonlyMap<number, string>[];
  readonly events: readonly UnitEvent[];
}

/** Returns the state of a record, in a word or two. */
export function recordState(record: BatchRecord | undefined): string {
  if (record === undefined) return 'absent';
  if (record.openedAt === undefined) return 'received';
  if (record.endedAt !== undefined) return record.stopped === undefined ? 'finished' : 'cancelled';
  if (record.stopped !== undefined) return 'cancelling';
  if (record.startedAt === undefined) return 'waiting';
  return record.runningJobs > 0 ? 'running' : 'between jobs';
}

/** Reads a record. All of it is read before the promise is returned. */
export async function readRecord(store: BatchStore, ref: string): Promise<WholeRecord | undefined> {
  const records = store.records as BatchRecords;
  const reading = records.find(ref);
  const events = records.readEvents(ref, 0, 10_000);
  const jobs = Array.from({ length: MAX_JOBS }, (_, job) => store.read(`${ref}.${job}`, 0, 10_000));
  const record = await reading;
  if (record === undefined) return undefined;
  const outcomes = await Promise.all(jobs.slice(0, record.jobs));
  return {
    record,
    jobs: outcomes.map((units) => new Map(units.map(({ unit, outcome }) => [unit, outcome]))),
    events: await events,
  };
}

/** More than any request of a world has. */
const MAX_JOBS = 64;
