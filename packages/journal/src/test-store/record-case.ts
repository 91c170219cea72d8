import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import type { BatchRecord, BatchRecords, JobRequestToBegin, NewJob, NewRecord } from '../batch-records.js';
import type { BatchStore, StoredUnit } from '../batch-store.js';
import { HOUR_MS } from './store-case.js';

/** A store that has records. */
export interface RecordSubject {
  readonly store: BatchStore;
  readonly records: BatchRecords;
}

/** Requirements of records, by their names. */
export type RecordRequirements = Readonly<Record<string, (subject: RecordSubject) => Promise<void>>>;

/** Returns a record of a client that nobody else uses. */
export function recordOf(change: Partial<NewRecord> = {}): NewRecord {
  return {
    ref: randomBytes(18).toString('base64url'),
    client: randomUUID(),
    about: 'about',
    keepMs: HOUR_MS,
    runMs: HOUR_MS,
    maxRecords: 10,
    ...change,
  };
}

/** Returns jobs with so many consecutive units each. */
export function jobsOf(...sizes: readonly number[]): readonly NewJob[] {
  let firstUnit = 0;
  return sizes.map((units, job) => {
    const added = { job, units, firstUnit, payload: `payload ${job}` };
    firstUnit += units;
    return added;
  });
}

/** Creates and opens a record whose jobs have so many units each, and returns its ref. */
export async function openRecord(
  records: BatchRecords,
  sizes: readonly number[],
  change: Partial<NewRecord> = {},
): Promise<string> {
  const record = recordOf(change);
  assert.equal(await records.create(record), 'created');
  assert.equal(await records.addJobs(record.ref, jobsOf(...sizes), 1_000_000), 'added');
  assert.equal(await records.open(record.ref), true);
  return record.ref;
}

/** Returns a request of a new owner, with a lease that does not end within a case. */
export function jobRequestOf(
  ref: string,
  job: number,
  change: Partial<JobRequestToBegin> = {},
): JobRequestToBegin {
  return { ref, job, owner: randomUUID(), leaseMs: HOUR_MS, ...change };
}

/** Begins a job, and returns its owner. */
export async function beginJob(
  records: BatchRecords,
  ref: string,
  { job = 0, leaseMs = HOUR_MS }: { readonly job?: number; readonly leaseMs?: number } = {},
): Promise<string> {
  const request = jobRequestOf(ref, job, { leaseMs });
  const begun = await records.beginJob(request);
  assert.equal(begun.state, 'begun', `Job ${job} is ${begun.state}`);
  return request.owner;
}

/** Returns outcomes that are counted as succeeded, with the status 200. */
export function successesOf(text: string, ...units: readonly number[]): readonly StoredUnit[] {
  return units.map((unit) => ({ unit, outcome: `${text} ${unit}`, status: 200, result: 'succeeded' }));
}

/** Returns a record that exists. */
export async function findRecord(records: BatchRecords, ref: string): Promise<BatchRecord> {
  const record = await records.find(ref);
  assert.ok(record !== undefined, 'There is no record');
  return record;
}

/** Returns the units of all events, after checking that the events have no gaps. */
export async function eventUnits(records: BatchRecords, ref: string): Promise<readonly number[]> {
  const events = await records.readEvents(ref, 0, 100_000);
  const numbers = events.map(({ number }) => number);
  assert.deepEqual(
    numbers,
    events.map((_, index) => index + 1),
  );
  return events.map(({ unit }) => unit);
}
