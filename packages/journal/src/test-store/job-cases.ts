import assert from 'node:assert/strict';
import type { BegunJob } from '../batch-records.js';
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
import { askUntil, outcomesOf, writeOf } from './store-case.js';

/** How jobs begin, and how their outcomes are counted. */
export const JOB_CASES: RecordRequirements = {
  'beginJob begins a job, and returns the same result when it is delivered again': async ({ records }) => {
    const ref = await openRecord(records, [2, 2]);
    const request = jobRequestOf(ref, 1);
    const begun = { state: 'begun', attempt: 1, inFlight: '', payload: 'payload 1' };
    assert.deepEqual(await records.beginJob(request), begun);
    assert.deepEqual(await records.beginJob(request), begun);
    const { startedAt, now, runningJobs, endedJobs } = await findRecord(records, ref);
    assert.ok(startedAt !== undefined && startedAt <= now, `Started at ${startedAt}`);
    assert.deepEqual({ runningJobs, endedJobs }, { runningJobs: 1, endedJobs: 0 });
    await beginJob(records, ref);
    const found = await findRecord(records, ref);
    assert.deepEqual([found.startedAt, found.runningJobs], [startedAt, 2]);
  },

  'beginJob says for how long a job belongs to another owner': async ({ records }) => {
    const ref = await openRecord(records, [1]);
    await beginJob(records, ref, { leaseMs: 60_000 });
    const begun = await records.beginJob(jobRequestOf(ref, 0));
    assert.equal(begun.state, 'running');
    assert.ok(begun.leaseLeftMs > 30_000 && begun.leaseLeftMs <= 60_000, `${begun.leaseLeftMs} ms are left`);
  },

  'beginJob takes a job over whose lease is over, with what was in flight': async ({ store, records }) => {
    const ref = await openRecord(records, [4]);
    const old = await beginJob(records, ref);
    await store.write(`${ref}.0`, writeOf(old, { inFlight: '[1]', outcomes: successesOf('a', 0) }));
    await store.write(`${ref}.0`, writeOf(old, { sequence: 2, inFlight: '[1,2]', leaseMs: 1 }));
    const next = jobRequestOf(ref, 0);
    const taken = { state: 'begun', attempt: 2, inFlight: '[1,2]', payload: 'payload 0' };
    const isBegun = ({ state }: BegunJob): boolean => state === 'begun';
    assert.deepEqual(await askUntil(() => records.beginJob(next), isBegun), taken);
    assert.deepEqual(await records.beginJob(next), taken);
    assert.equal((await records.findJob(ref, 0))?.inFlight, '[1,2]');
    const late = writeOf(old, { sequence: 3, inFlight: '[9]', outcomes: successesOf('b', 1), leaseMs: 0 });
    assert.equal(await store.write(`${ref}.0`, late), false);
    assert.equal(await store.write(`${ref}.0`, { ...late, total: 4 }), false);
    assert.equal((await records.beginJob(jobRequestOf(ref, 0))).state, 'running');
    assert.deepEqual(await eventUnits(records, ref), [0]);
    const write = writeOf(next.owner, { sequence: 0, outcomes: successesOf('c', 1) });
    assert.equal(await store.write(`${ref}.0`, write), true);
    assert.deepEqual(await eventUnits(records, ref), [0, 1]);
  },

  'beginJob that is delivered again late does not make an owner current that has lost the job': async ({
    store,
    records,
  }) => {
    const ref = await openRecord(records, [2]);
    const first = jobRequestOf(ref, 0, { leaseMs: 0 });
    for (const request of [first, jobRequestOf(ref, 0, { leaseMs: 0 })])
      assert.equal((await records.beginJob(request)).state, 'begun');
    assert.deepEqual(await records.beginJob(first), { state: 'running', leaseLeftMs: 1 });
    const late = writeOf(first.owner, { outcomes: successesOf('a', 0) });
    assert.equal(await store.write(`${ref}.0`, late), false);
    const third = await records.beginJob(jobRequestOf(ref, 0));
    assert.deepEqual(third, { state: 'begun', attempt: 3, inFlight: '', payload: 'payload 0' });
  },

  'beginJob that is delivered again late does not prolong the lease': async ({ store, records }) => {
    const ref = await openRecord(records, [1]);
    const first = jobRequestOf(ref, 0);
    await records.beginJob(first);
    await store.write(`${ref}.0`, writeOf(first.owner, { leaseMs: 0 }));
    await records.beginJob(first);
    await beginJob(records, ref);
  },

  'beginJob returns gone for what cannot begin, and ended for a job with all outcomes': async ({
    store,
    records,
  }) => {
    const gone = { state: 'gone' };
    assert.deepEqual(await records.beginJob(jobRequestOf(recordOf().ref, 0)), gone);
    const ref = await openRecord(records, [1, 1]);
    assert.deepEqual(await records.beginJob(jobRequestOf(ref, 2)), gone);
    const owner = await beginJob(records, ref);
    await store.write(`${ref}.0`, writeOf(owner, { outcomes: successesOf('a', 0), total: 1 }));
    assert.deepEqual(await records.beginJob(jobRequestOf(ref, 0)), { state: 'ended' });
    await records.stop(ref, 'drain');
    assert.deepEqual(await records.beginJob(jobRequestOf(ref, 1)), gone);
    assert.deepEqual(await records.beginJob(jobRequestOf(ref, 0)), { state: 'ended' });
  },

  'beginJob has one winner among 40 at once, and again when its lease is over': async ({
    store,
    records,
  }) => {
    const ref = await openRecord(records, [1]);
    for (const attempt of [1, 2]) {
      const requests = Array.from({ length: 40 }, () => jobRequestOf(ref, 0));
      const begun = await Promise.all(requests.map((request) => records.beginJob(request)));
      const winners = begun.filter(({ state }) => state === 'begun');
      assert.deepEqual(winners, [{ state: 'begun', attempt, inFlight: '', payload: 'payload 0' }]);
      for (const entry of begun) {
        if (entry.state === 'running') assert.ok(entry.leaseLeftMs >= 1, `${entry.leaseLeftMs} ms are left`);
      }
      assert.equal(begun.filter(({ state }) => state === 'running').length, 39);
      const { owner } = requests[begun.findIndex(({ state }) => state === 'begun')] ?? { owner: '' };
      assert.equal(await store.write(`${ref}.0`, writeOf(owner, { leaseMs: 0 })), true);
      assert.equal((await findRecord(records, ref)).runningJobs, 0);
    }
  },

  'write counts outcomes, and makes them events, in order': async ({ store, records }) => {
    const ref = await openRecord(records, [5, 1]);
    const owner = await beginJob(records, ref);
    const outcomes = [
      { unit: 3, outcome: 'a', status: 201, result: 'succeeded', id: 'x"\\\u2028 é' },
      { unit: 0, outcome: 'b', status: 404, result: 'failed' },
      { unit: 4, outcome: 'c', status: 304, result: 'other', id: 'a b' },
    ] as const;
    await store.write(`${ref}.0`, writeOf(owner, { outcomes }));
    const more = writeOf(owner, { sequence: 2, outcomes: successesOf('d', 1) });
    await store.write(`${ref}.0`, more);
    const { done, succeeded, failed, endedJobs, endedAt } = await findRecord(records, ref);
    assert.deepEqual(
      { done, succeeded, failed, endedJobs },
      { done: 4, succeeded: 2, failed: 1, endedJobs: 0 },
    );
    assert.equal(endedAt, undefined);
    const expected = [
      ...outcomes.map(({ outcome: _outcome, ...event }, index) => ({
        number: index + 1,
        id: undefined,
        ...event,
      })),
      { number: 4, unit: 1, status: 200, result: 'succeeded', id: undefined },
    ];
    const normalized = async (after: number, limit: number): Promise<readonly object[]> =>
      (await records.readEvents(ref, after, limit)).map((event) => ({ id: undefined, ...event }));
    assert.deepEqual(await normalized(0, 10), expected);
    assert.deepEqual(await normalized(1, 2), expected.slice(1, 3));
    assert.deepEqual(await normalized(4, 10), []);
    assert.deepEqual(await normalized(0, 0), []);
    const read = await store.read(`${ref}.0`, 0, 10);
    assert.deepEqual(
      read.map(({ unit, outcome }) => [unit, outcome]),
      [
        [0, 'b'],
        [1, 'd 1'],
        [3, 'a'],
        [4, 'c'],
      ],
    );
  },

  'write counts an outcome once, however often and by whomever it is delivered': async ({
    store,
    records,
  }) => {
    const ref = await openRecord(records, [4]);
    const owner = await beginJob(records, ref);
    const first = writeOf(owner, { outcomes: successesOf('a', 0, 1) });
    for (let times = 0; times < 3; times += 1) assert.equal(await store.write(`${ref}.0`, first), true);
    const second = writeOf(owner, { sequence: 2, leaseMs: 0, outcomes: successesOf('b', 1, 2) });
    assert.equal(await store.write(`${ref}.0`, second), true);
    assert.equal(await store.write(`${ref}.0`, first), true);
    const next = await beginJob(records, ref);
    await store.write(`${ref}.0`, writeOf(next, { outcomes: successesOf('c', 0, 2) }));
    assert.deepEqual(await eventUnits(records, ref), [0, 1, 2]);
    const { done, succeeded } = await findRecord(records, ref);
    assert.deepEqual({ done, succeeded }, { done: 3, succeeded: 3 });
    const expected = [...outcomesOf('a', 0, 1), ...outcomesOf('b', 2)];
    assert.deepEqual(await store.read(`${ref}.0`, 0, 10), expected);
  },

  'a write with a lower sequence keeps and counts nothing': async ({ store, records }) => {
    const ref = await openRecord(records, [2]);
    const owner = await beginJob(records, ref);
    await store.write(`${ref}.0`, writeOf(owner, { sequence: 5, inFlight: '[1]' }));
    const late = writeOf(owner, { sequence: 4, outcomes: successesOf('a', 0), leaseMs: 0 });
    assert.equal(await store.write(`${ref}.0`, late), true);
    const { done, runningJobs } = await findRecord(records, ref);
    assert.deepEqual({ done, runningJobs }, { done: 0, runningJobs: 1 });
    assert.equal((await records.findJob(ref, 0))?.inFlight, '[1]');
  },

  'a job ends with its last outcome, and the record with the last of all': async ({ store, records }) => {
    const ref = await openRecord(records, [2, 1]);
    const owners = [await beginJob(records, ref), await beginJob(records, ref, { job: 1 })];
    const [first = '', second = ''] = owners;
    await store.write(`${ref}.0`, writeOf(first, { outcomes: successesOf('a', 0, 1) }));
    const running = await findRecord(records, ref);
    assert.deepEqual([running.endedJobs, running.runningJobs, running.endedAt], [1, 1, undefined]);
    assert.equal(await store.write(`${ref}.0`, writeOf(first, { sequence: 2, total: 2 })), true);
    const last = writeOf(second, { outcomes: successesOf('b', 2), total: 1 });
    assert.equal(await store.write(`${ref}.1`, last), true);
    const { endedAt = 0, expiresAt, startedAt = 0, ...ended } = await findRecord(records, ref);
    assert.ok(endedAt >= startedAt && endedAt <= ended.now, `Ended at ${endedAt}`);
    assert.equal(expiresAt, endedAt + 3_600_000);
    assert.deepEqual([ended.endedJobs, ended.runningJobs, ended.done], [2, 0, 3]);
    assert.equal(
      await store.write(`${ref}.1`, { ...last, sequence: 2, outcomes: successesOf('c', 3) }),
      true,
    );
    assert.deepEqual(await eventUnits(records, ref), [0, 1, 2]);
    assert.equal((await findRecord(records, ref)).endedAt, endedAt);
    assert.deepEqual(await store.read(`${ref}.1`, 0, 9), outcomesOf('b', 2));
  },

  'a total does not end a job that has units without outcomes': async ({ store, records }) => {
    const ref = await openRecord(records, [2]);
    const owner = await beginJob(records, ref);
    const write = writeOf(owner, { outcomes: successesOf('a', 0), total: 2, leaseMs: 0 });
    assert.equal(await store.write(`${ref}.0`, write), true);
    const { endedAt, endedJobs } = await findRecord(records, ref);
    assert.deepEqual([endedAt, endedJobs], [undefined, 0]);
    await beginJob(records, ref);
  },

  'events have no gaps while several jobs are written to at once': async ({ store, records }) => {
    const ref = await openRecord(records, [25, 25, 25, 25]);
    let isWriting = true;
    const writers = [0, 1, 2, 3].map(async (job) => {
      const owner = await beginJob(records, ref, { job });
      for (let index = 0; index < 25; index += 1) {
        const outcomes = successesOf('a', job * 25 + index);
        await store.write(`${ref}.${job}`, writeOf(owner, { sequence: index, outcomes }));
      }
    });
    const reader = (async () => {
      const seen: number[] = [];
      while (isWriting) {
        const events = await records.readEvents(ref, seen.length, 7);
        seen.push(...events.map(({ number }) => number));
        const { done } = await findRecord(records, ref);
        assert.ok(done >= seen.length, `${seen.length} events of ${done}`);
      }
      assert.deepEqual(
        seen,
        seen.map((_, index) => index + 1),
      );
    })();
    await Promise.all(writers).finally(() => {
      isWriting = false;
    });
    await reader;
    const units = await eventUnits(records, ref);
    assert.deepEqual(
      [...units].sort((a, b) => a - b),
      Array.from({ length: 100 }, (_, unit) => unit),
    );
    const { done, endedJobs, endedAt } = await findRecord(records, ref);
    assert.deepEqual([done, endedJobs, endedAt !== undefined], [100, 4, true]);
  },

  'units of a job may have any numbers': async ({ store, records }) => {
    const record = recordOf();
    await records.create(record);
    // Around multiples of 1,000 and 1,024, at which a store may divide them.
    const units = [0, 998, 999, 1000, 1023, 1024, 4999, 5000, 1_000_000];
    const job = { job: 0, units: units.length, firstUnit: 0, payload: '' };
    await records.addJobs(record.ref, [job], 1000);
    await records.open(record.ref);
    const owner = await beginJob(records, record.ref);
    const entry = `${record.ref}.0`;
    await store.write(entry, writeOf(owner, { outcomes: successesOf('a', ...[...units].reverse()) }));
    assert.deepEqual(await store.read(entry, 0, 2 ** 31), outcomesOf('a', ...units));
    assert.deepEqual(await store.read(entry, 999, 1024), outcomesOf('a', 999, 1000, 1023));
    assert.deepEqual(await store.read(entry, 1, 998), []);
    assert.deepEqual(await eventUnits(records, record.ref), [...units].reverse());
    assert.ok((await findRecord(records, record.ref)).endedAt !== undefined);
  },

  'write keeps 50 outcomes of 64 KiB of a job, and reads them of that job only': async ({
    store,
    records,
  }) => {
    const record = recordOf();
    await records.create(record);
    await records.addJobs(record.ref, jobsOf(50, 50), 1000);
    await records.open(record.ref);
    const outcomes = Array.from({ length: 50 }, (_, unit) => ({
      unit,
      outcome: `${unit}é"`.padEnd(65_536, '\\'),
    }));
    const counted = outcomes.map((unit) => ({ ...unit, status: 200, result: 'succeeded' as const }));
    const owner = await beginJob(records, record.ref);
    assert.equal(await store.write(`${record.ref}.0`, writeOf(owner, { outcomes: counted })), true);
    assert.deepEqual(await store.read(`${record.ref}.0`, 0, 100), outcomes);
    assert.deepEqual(await store.read(`${record.ref}.1`, 0, 100), []);
  },
};
