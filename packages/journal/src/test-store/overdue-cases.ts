import assert from 'node:assert/strict';
import type { BatchRecords } from '../batch-records.js';
import {
  beginJob,
  findRecord,
  jobsOf,
  openRecord,
  type RecordRequirements,
  recordOf,
  successesOf,
} from './record-case.js';
import { askUntil, writeOf } from './store-case.js';

/** More than there are in a store that cases use. */
const ALL = 100_000;

/** Which jobs `takeOverdue` has to return. */
export const OVERDUE_CASES: RecordRequirements = {
  'takeOverdue returns jobs without an owner or whose lease is over, and no others': async ({
    store,
    records,
  }) => {
    const ref = await openRecord(records, [1, 1, 1, 2, 1]);
    await beginJob(records, ref);
    const ended = await beginJob(records, ref, { job: 1 });
    await store.write(`${ref}.1`, writeOf(ended, { outcomes: successesOf('a', 1) }));
    const released = await beginJob(records, ref, { job: 3 });
    await store.write(`${ref}.3`, writeOf(released, { outcomes: successesOf('a', 3), leaseMs: 0 }));
    await beginJob(records, ref, { job: 4, leaseMs: 1 });
    const jobs = new Set<number>();
    await askUntil(
      async () => {
        for (const job of await takeOf(records, ref)) jobs.add(job);
        return jobs.size;
      },
      (size) => size >= 3,
    );
    assert.deepEqual(jobs, new Set([2, 3, 4]));
  },

  'takeOverdue returns nothing of records that are not open, have stopped or have ended': async ({
    records,
  }) => {
    const unopened = recordOf();
    await records.create(unopened);
    await records.addJobs(unopened.ref, jobsOf(1), 1000);
    const stopped = await openRecord(records, [1, 1]);
    await beginJob(records, stopped);
    await records.stop(stopped, 'drain');
    const ended = await openRecord(records, [1]);
    await records.stop(ended, 'abort');
    const over = await openRecord(records, [1], { runMs: 1 });
    await askUntil(
      () => findRecord(records, over),
      ({ endedAt }) => endedAt !== undefined,
    );
    const removed = await openRecord(records, [1]);
    await records.remove(removed);
    // Those above would be returned before this one has been returned twice.
    const control = await openRecord(records, [1]);
    const refs: string[] = [];
    await askUntil(
      async () => {
        for (const { ref } of await records.takeOverdue(1, ALL)) refs.push(ref);
        return refs.filter((ref) => ref === control).length;
      },
      (times) => times >= 2,
    );
    for (const ref of [unopened.ref, stopped, ended, over, removed]) assert.ok(!refs.includes(ref));
  },

  'takeOverdue returns a job again, but only after another idleMs': async ({ records }) => {
    const idleMs = 500;
    const ref = await openRecord(records, [1]);
    const { openedAt = 0 } = await findRecord(records, ref);
    let takenAt = openedAt;
    for (let times = 0; times < 2; times += 1) {
      await askUntil(
        () => takeOf(records, ref, idleMs),
        ({ length }) => length > 0,
      );
      const { now } = await findRecord(records, ref);
      assert.ok(now >= takenAt + idleMs, `Returned ${now - takenAt} ms later`);
      takenAt = now - 100;
    }
  },

  'takeOverdue returns all jobs of a record in pieces of its limit': async ({ records }) => {
    const ref = await openRecord(records, [1, 1, 1, 1, 1]);
    const jobs = new Set<number>();
    await askUntil(
      async () => {
        const taken = await records.takeOverdue(500, 2);
        assert.ok(taken.length <= 2, `${taken.length} jobs`);
        for (const job of taken) if (job.ref === ref) jobs.add(job.job);
        return jobs.size;
      },
      (size) => size === 5,
    );
  },

  'takeOverdue returns nothing of a record that has changed within idleMs': async ({ store, records }) => {
    const idleMs = 500;
    const ref = await openRecord(records, [1000, 1]);
    const owner = await beginJob(records, ref);
    const control = await openRecord(records, [1]);
    let unit = 0;
    const seen: string[] = [];
    await askUntil(
      async () => {
        const { now: before } = await findRecord(records, ref);
        await store.write(`${ref}.0`, writeOf(owner, { sequence: unit, outcomes: successesOf('a', unit) }));
        unit += 1;
        const taken = await records.takeOverdue(idleMs, ALL);
        const { now: after } = await findRecord(records, ref);
        if (after - before < idleMs) seen.push(...taken.map((job) => job.ref));
        return taken.some((job) => job.ref === control);
      },
      (isTaken) => isTaken,
    );
    assert.ok(!seen.includes(ref), 'Returned although an outcome was kept');
  },
};

/** Returns the jobs of one record that are overdue. */
async function takeOf(records: BatchRecords, ref: string, idleMs = 1): Promise<readonly number[]> {
  const overdue = await records.takeOverdue(idleMs, ALL);
  return overdue.filter((job) => job.ref === ref).map(({ job }) => job);
}
