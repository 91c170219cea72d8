import assert from 'node:assert/strict';
import type { BatchRecord } from '../batch-records.js';
import {
  beginJob,
  eventUnits,
  findRecord,
  jobRequestOf,
  jobsOf,
  openRecord,
  type RecordRequirements,
  recordOf,
  successesOf,
} from './record-case.js';
import { askUntil, HOUR_MS, outcomesOf, writeOf } from './store-case.js';

/** How records stop, and when they have ended. */
export const RECORD_END_CASES: RecordRequirements = {
  'stop ends a record at once if no job runs': async ({ records }) => {
    const ref = await openRecord(records, [1, 1]);
    const stopped = await records.stop(ref, 'drain');
    assert.equal(stopped?.stopped, 'drain');
    const { endedAt } = stopped;
    assert.ok(endedAt !== undefined && endedAt <= stopped.now, `Ended at ${endedAt}`);
    assert.equal(stopped.expiresAt, endedAt + HOUR_MS);
    const again = await records.stop(ref, 'abort');
    assert.deepEqual({ ...again, now: 0 }, { ...stopped, now: 0 });
    assert.deepEqual({ ...(await findRecord(records, ref)), now: 0 }, { ...stopped, now: 0 });
    assert.deepEqual(await records.beginJob(jobRequestOf(ref, 0)), { state: 'gone' });
    assert.equal(await records.stop(recordOf().ref, 'drain'), undefined);
  },

  'stop lets owners with a lease go on, and the record ends when the last of them releases its job': async ({
    store,
    records,
  }) => {
    const ref = await openRecord(records, [2, 2, 2]);
    const [first, second] = [await beginJob(records, ref), await beginJob(records, ref, { job: 1 })];
    const stopped = await records.stop(ref, 'drain');
    assert.deepEqual(stateOf(stopped), { stopped: 'drain', runningJobs: 2, hasEnded: false });
    assert.deepEqual(await records.beginJob(jobRequestOf(ref, 2)), { state: 'gone' });
    const write = writeOf(first, { outcomes: successesOf('a', 0) });
    assert.equal(await store.write(`${ref}.0`, write), true);
    const aborted = await records.stop(ref, 'abort');
    assert.deepEqual(stateOf(aborted), { stopped: 'abort', runningJobs: 2, hasEnded: false });
    assert.equal((await records.stop(ref, 'drain'))?.stopped, 'abort');
    await store.write(`${ref}.1`, writeOf(second, { outcomes: successesOf('b', 2), leaseMs: 0 }));
    assert.deepEqual(stateOf(await records.find(ref)), {
      stopped: 'abort',
      runningJobs: 1,
      hasEnded: false,
    });
    assert.deepEqual(await records.beginJob(jobRequestOf(ref, 1)), { state: 'gone' });
    const { now } = await findRecord(records, ref);
    await store.write(`${ref}.0`, { ...write, sequence: 2, outcomes: successesOf('a', 1) });
    const ended = await findRecord(records, ref);
    assert.ok((ended.endedAt ?? 0) >= now, `Ended at ${ended.endedAt}, had not ended at ${now}`);
    assert.deepEqual(stateOf(ended), { stopped: 'abort', runningJobs: 0, hasEnded: true });
    assert.deepEqual([ended.done, ended.endedJobs], [3, 1]);
    assert.deepEqual(await eventUnits(records, ref), [0, 2, 1]);
  },

  'a write after the end keeps nothing': async ({ store, records }) => {
    const ref = await openRecord(records, [3]);
    const owner = await beginJob(records, ref);
    const write = writeOf(owner, { outcomes: successesOf('a', 0), inFlight: '[1]', leaseMs: 0 });
    await store.write(`${ref}.0`, write);
    const ended = await records.stop(ref, 'drain');
    assert.ok(ended?.endedAt !== undefined);
    const late = { ...write, sequence: 2, inFlight: '[2]', leaseMs: HOUR_MS };
    assert.equal(await store.write(`${ref}.0`, { ...late, outcomes: successesOf('b', 1) }), false);
    const finishing = { ...late, sequence: 3, outcomes: successesOf('b', 1, 2), total: 3 };
    assert.equal(await store.write(`${ref}.0`, finishing), false);
    assert.deepEqual({ ...(await records.find(ref)), now: 0 }, { ...ended, now: 0 });
    assert.deepEqual(await eventUnits(records, ref), [0]);
    assert.deepEqual(await store.read(`${ref}.0`, 0, 9), outcomesOf('a', 0));
    assert.equal((await records.findJob(ref, 0))?.inFlight, '[1]');
  },

  'a stopped record ends when the last lease is over, and then its owner can keep nothing': async ({
    store,
    records,
  }) => {
    const ref = await openRecord(records, [2, 1]);
    const owner = await beginJob(records, ref);
    await store.write(`${ref}.0`, writeOf(owner, { outcomes: successesOf('a', 0) }));
    const stopped = await records.stop(ref, 'abort');
    assert.equal(await store.write(`${ref}.0`, writeOf(owner, { sequence: 2, leaseMs: 300 })), true);
    const { now } = await findRecord(records, ref);
    const ended = await askUntil(
      () => findRecord(records, ref),
      ({ endedAt }) => endedAt !== undefined,
    );
    // The lease of 300 ms began between the two.
    assert.ok((ended.endedAt ?? 0) >= (stopped?.now ?? 0) + 300, `Ended at ${ended.endedAt}`);
    assert.ok((ended.endedAt ?? 0) <= now + 300, `Ended at ${ended.endedAt}, the lease by ${now + 300}`);
    assert.ok((ended.endedAt ?? 0) <= ended.now, `Ended at ${ended.endedAt}, read at ${ended.now}`);
    const late = writeOf(owner, { sequence: 3, outcomes: successesOf('b', 1), total: 2 });
    assert.equal(await store.write(`${ref}.0`, late), false);
    assert.deepEqual({ ...(await records.find(ref)), now: 0 }, { ...ended, now: 0 });
    assert.deepEqual(await store.read(`${ref}.0`, 0, 9), outcomesOf('a', 0));
  },

  'an owner that is late may go on, if nobody has taken its job and the record is not stopped': async ({
    store,
    records,
  }) => {
    const ref = await openRecord(records, [2]);
    const owner = await beginJob(records, ref, { leaseMs: 0 });
    assert.equal((await findRecord(records, ref)).runningJobs, 0);
    const write = writeOf(owner, { outcomes: successesOf('a', 0) });
    assert.equal(await store.write(`${ref}.0`, write), true);
    assert.equal((await findRecord(records, ref)).runningJobs, 1);
    assert.deepEqual(await eventUnits(records, ref), [0]);
  },

  'an owner that is late keeps nothing if its record is stopped, even while others run': async ({
    store,
    records,
  }) => {
    const ref = await openRecord(records, [1, 1]);
    await beginJob(records, ref, { job: 1 });
    const owner = await beginJob(records, ref, { leaseMs: 0 });
    await records.stop(ref, 'drain');
    const late = writeOf(owner, { outcomes: successesOf('a', 0) });
    assert.equal(await store.write(`${ref}.0`, late), false);
    assert.deepEqual(await store.read(`${ref}.0`, 0, 9), []);
    assert.deepEqual(stateOf(await records.find(ref)), {
      stopped: 'drain',
      runningJobs: 1,
      hasEnded: false,
    });
  },

  'a record whose runMs is over counts as stopped by abort': async ({ store, records }) => {
    const ref = await openRecord(records, [1, 1], { runMs: 1_000 });
    const { openedAt = 0 } = await findRecord(records, ref);
    const owner = await beginJob(records, ref);
    const stopped = await askUntil(
      () => findRecord(records, ref),
      (record) => record.stopped !== undefined,
    );
    assert.deepEqual(stateOf(stopped), { stopped: 'abort', runningJobs: 1, hasEnded: false });
    assert.ok(stopped.now >= openedAt + 1_000, `Stopped at ${stopped.now}, opened at ${openedAt}`);
    assert.deepEqual(await records.beginJob(jobRequestOf(ref, 1)), { state: 'gone' });
    assert.equal(await store.write(`${ref}.0`, writeOf(owner, { outcomes: successesOf('a', 0) })), true);
    const ended = await findRecord(records, ref);
    assert.deepEqual(stateOf(ended), { stopped: 'abort', runningJobs: 0, hasEnded: true });
    assert.equal(ended.done, 1);
    const idle = await openRecord(records, [1], { runMs: 1 });
    const { openedAt: start = 0 } = await findRecord(records, idle);
    const over = await askUntil(
      () => findRecord(records, idle),
      ({ endedAt }) => endedAt !== undefined,
    );
    assert.equal(over.endedAt, start + 1);
  },

  'a record whose runMs is over ends when the lease of an owner that has died is over': async ({
    records,
  }) => {
    const ref = await openRecord(records, [1], { runMs: 1_000 });
    await beginJob(records, ref, { leaseMs: 1_500 });
    const over = await askUntil(
      () => findRecord(records, ref),
      ({ endedAt }) => endedAt !== undefined,
    );
    assert.deepEqual(stateOf(over), { stopped: 'abort', runningJobs: 0, hasEnded: true });
  },

  'a record that has ended is not stopped any more': async ({ store, records }) => {
    const ref = await openRecord(records, [1], { runMs: 1_000 });
    const owner = await beginJob(records, ref);
    await store.write(`${ref}.0`, writeOf(owner, { outcomes: successesOf('a', 0), total: 1 }));
    const ended = await findRecord(records, ref);
    assert.deepEqual(stateOf(ended), { stopped: undefined, runningJobs: 0, hasEnded: true });
    assert.deepEqual({ ...(await records.stop(ref, 'abort')), now: 0 }, { ...ended, now: 0 });
    const later = await askUntil(
      () => findRecord(records, ref),
      ({ now, openedAt = 0 }) => now > openedAt + 1_000,
    );
    assert.deepEqual({ ...later, now: 0 }, { ...ended, now: 0 });
  },

  'stop ends a record that has not been opened': async ({ records }) => {
    const record = recordOf();
    await records.create(record);
    await records.addJobs(record.ref, jobsOf(1), 1000);
    const stopped = await records.stop(record.ref, 'drain');
    assert.ok(stopped?.endedAt !== undefined && stopped.openedAt === undefined);
    assert.equal(await records.addJobs(record.ref, jobsOf(1, 1), 1000), 'gone');
    assert.equal(await records.open(record.ref), false);
  },

  'stop and the last outcome at once leave a record that has ended, with consistent counts': async ({
    store,
    records,
  }) => {
    for (let times = 0; times < 20; times += 1) {
      const ref = await openRecord(records, [2, 1]);
      const owner = await beginJob(records, ref);
      const write = writeOf(owner, { outcomes: successesOf('a', 0, 1), total: 2, leaseMs: 0 });
      const [, isKept] = await Promise.all([records.stop(ref, 'drain'), store.write(`${ref}.0`, write)]);
      const { done, endedAt, endedJobs } = await findRecord(records, ref);
      assert.equal(isKept, true);
      assert.deepEqual([done, endedJobs, endedAt !== undefined], [2, 1, true]);
      assert.deepEqual(await eventUnits(records, ref), [0, 1]);
    }
  },
};

function stateOf(record: BatchRecord | undefined): object {
  return {
    stopped: record?.stopped,
    runningJobs: record?.runningJobs,
    hasEnded: record?.endedAt !== undefined,
  };
}
