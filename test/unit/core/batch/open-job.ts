import { randomBytes } from 'node:crypto';
import type { JournalEntry } from '@multistatus/core/adapter';
import type { StoreJournal } from '@multistatus/journal';

/** Keeps a request with one job, whose units have the given numbers. Returns the function that opens the job for its next owner. */
export async function keepJob(
  { batches }: StoreJournal<unknown>,
  units: readonly number[],
): Promise<(leaseMs?: number) => Promise<JournalEntry>> {
  if (batches === undefined) throw new TypeError('the store keeps no records');
  const ref = randomBytes(18).toString('base64url');
  const client = 'ana';
  await batches.records.create({ ref, client, about: '{}', keepMs: 60_000, runMs: 60_000, maxRecords: 10 });
  const job = { job: 0, units: units.length, firstUnit: units[0] ?? 0, payload: '{}' };
  await batches.records.addJobs(ref, [job], 1_000_000);
  await batches.records.open(ref);
  return async (leaseMs = 60_000) => {
    const opened = await batches.openJob(ref, 0, leaseMs);
    if (opened.state !== 'open') throw new Error(`the job is ${opened.state}`);
    return opened.entry;
  };
}
