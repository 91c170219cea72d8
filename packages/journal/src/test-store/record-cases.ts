import assert from 'node:assert/strict';
import type { RecordRequirements } from './record-case.js';
import {
  beginJob,
  findRecord,
  jobRequestOf,
  jobsOf,
  openRecord,
  recordOf,
  successesOf,
} from './record-case.js';
import { askUntil, outcomesOf, writeOf } from './store-case.js';

const HOSTILE = `'"\\"; DROP TABLE records; -- $1 {} %s :a ? \u2028 \u{1F600} \r\n\t</script>`;

/** How records are created, opened, listed and removed. */
export const RECORD_CASES: RecordRequirements = {
  'find returns a record that has been created, and undefined for another': async ({ records }) => {
    const record = recordOf({ about: HOSTILE.repeat(900) });
    assert.equal(await records.create(record), 'created');
    const { now, createdAt, ...found } = await findRecord(records, record.ref);
    assert.deepEqual(found, {
      ref: record.ref,
      client: record.client,
      about: record.about,
      openedAt: undefined,
      startedAt: undefined,
      stopped: undefined,
      endedAt: undefined,
      expiresAt: undefined,
      jobs: 0,
      units: 0,
      done: 0,
      succeeded: 0,
      failed: 0,
      runningJobs: 0,
      endedJobs: 0,
    });
    assert.ok(Number.isInteger(createdAt) && Number.isInteger(now), `${createdAt} and ${now}`);
    assert.ok(createdAt > Date.UTC(2020) && createdAt <= now, `Created at ${createdAt}, found at ${now}`);
    assert.equal(await records.find(recordOf().ref), undefined);
  },

  'create that is delivered again creates nothing more': async ({ records }) => {
    const record = recordOf({ maxRecords: 1 });
    assert.equal(await records.create(record), 'created');
    assert.equal(await records.addJobs(record.ref, jobsOf(3), 1000), 'added');
    assert.equal(await records.create(record), 'created');
    assert.equal((await findRecord(records, record.ref)).units, 3);
  },

  'create refuses a client with maxRecords that have not ended, and creates nothing': async ({ records }) => {
    const { client } = recordOf();
    const own = { client, maxRecords: 2 };
    const [first, second, third] = [recordOf(own), recordOf(own), recordOf(own)];
    assert.equal(await records.create(first), 'created');
    const open = await openRecord(records, [1], own);
    assert.equal(await records.create(second), 'too-many');
    assert.equal(await records.find(second.ref), undefined);
    assert.equal(await records.create(recordOf({ maxRecords: 2 })), 'created', 'Another client is refused');
    assert.equal(await records.remove(first.ref), true);
    assert.equal(await records.create(second), 'created');
    assert.equal(await records.create(third), 'too-many');
    await records.stop(open, 'drain');
    assert.equal(await records.create(third), 'created', 'A stopped record counts');
  },

  'create counts no record whose last outcome is kept, nor one that has ended by itself': async ({
    store,
    records,
  }) => {
    const { client } = recordOf();
    const own = { client, maxRecords: 1 };
    const ref = await openRecord(records, [1], own);
    const owner = await beginJob(records, ref);
    assert.equal(await records.create(recordOf(own)), 'too-many');
    await store.write(`${ref}.0`, writeOf(owner, { outcomes: successesOf('a', 0) }));
    const next = recordOf({ ...own, runMs: 1 });
    assert.equal(await records.create(next), 'created');
    assert.equal(await records.open(next.ref), true);
    const last = recordOf(own);
    await askUntil(
      () => records.create(last),
      (created) => created === 'created',
    );
  },

  'create does not create more than maxRecords at once': async ({ records }) => {
    const { client } = recordOf();
    const created = await Promise.all(
      Array.from({ length: 20 }, () => records.create(recordOf({ client, maxRecords: 5 }))),
    );
    assert.equal(created.filter((result) => result === 'created').length, 5);
  },

  'addJobs adds jobs, each once however often it is delivered': async ({ records }) => {
    const record = recordOf();
    await records.create(record);
    const jobs = jobsOf(50, 7, 1);
    assert.equal(await records.addJobs(record.ref, jobs.slice(0, 2), 1000), 'added');
    assert.equal(await records.addJobs(record.ref, jobs.slice(0, 2), 1000), 'added');
    assert.equal(await records.addJobs(record.ref, jobs.slice(1), 1000), 'added');
    const found = await findRecord(records, record.ref);
    assert.deepEqual([found.jobs, found.units], [3, 58]);
    const kept = { firstUnit: 50, payload: 'payload 1', inFlight: '' };
    assert.deepEqual(await records.findJob(record.ref, 1), kept);
    assert.equal(await records.findJob(record.ref, 3), undefined);
    assert.equal(await records.findJob(recordOf().ref, 0), undefined);
  },

  'addJobs keeps 100 payloads of 16 KiB': async ({ records }) => {
    const record = recordOf();
    await records.create(record);
    const payload = HOSTILE.padEnd(16_384, '\\');
    const jobs = Array.from({ length: 100 }, (_, job) => ({ job, units: 1, firstUnit: job, payload }));
    assert.equal(await records.addJobs(record.ref, jobs, 2_000_000), 'added');
    assert.equal((await findRecord(records, record.ref)).jobs, 100);
    assert.equal((await records.findJob(record.ref, 99))?.payload, payload);
  },

  'addJobs refuses what no record can take': async ({ records }) => {
    assert.equal(await records.addJobs(recordOf().ref, jobsOf(1), 1000), 'gone');
    const ref = await openRecord(records, [1]);
    const more = jobsOf(1, 1).slice(1);
    assert.equal(await records.addJobs(ref, more, 1000), 'gone');
    assert.equal((await findRecord(records, ref)).jobs, 1);
  },

  'addJobs and open at once leave a record with the jobs that were added': async ({ records }) => {
    for (let times = 0; times < 5; times += 1) {
      const record = recordOf();
      await records.create(record);
      const [added, isOpen] = await Promise.all([
        records.addJobs(record.ref, jobsOf(1), 1000),
        records.open(record.ref),
      ]);
      assert.equal(isOpen, true);
      assert.equal((await findRecord(records, record.ref)).jobs, added === 'added' ? 1 : 0, added);
    }
  },

  'addJobs adds nothing if the client would have more than maxBytes that have not ended': async ({
    records,
  }) => {
    const { client } = recordOf();
    const jobs = [{ job: 0, units: 1, firstUnit: 0, payload: 'é'.repeat(50) }];
    const [first, second] = [recordOf({ client }), recordOf({ client })];
    for (const record of [first, second]) await records.create(record);
    assert.equal(await records.addJobs(first.ref, jobs, 99), 'too-large');
    assert.equal((await findRecord(records, first.ref)).jobs, 0);
    assert.equal(await records.addJobs(first.ref, jobs, 100), 'added');
    assert.equal(await records.addJobs(first.ref, jobs, 100), 'added', 'Delivered again');
    assert.equal(await records.addJobs(second.ref, jobs, 199), 'too-large');
    const stranger = recordOf();
    await records.create(stranger);
    assert.equal(await records.addJobs(stranger.ref, jobs, 100), 'added', 'Another client is refused');
    await records.stop(first.ref, 'abort');
    assert.equal(await records.addJobs(second.ref, jobs, 100), 'added', 'A record that has ended counts');
  },

  'open opens a record, however often it is delivered': async ({ records }) => {
    const record = recordOf();
    await records.create(record);
    await records.addJobs(record.ref, jobsOf(1), 1000);
    assert.deepEqual(await records.beginJob(jobRequestOf(record.ref, 0)), { state: 'gone' });
    assert.equal(await records.open(record.ref), true);
    const { openedAt, createdAt, now } = await findRecord(records, record.ref);
    assert.ok(openedAt !== undefined && openedAt <= now, `Created at ${createdAt}, opened at ${openedAt}`);
    assert.equal(await records.open(record.ref), true);
    assert.equal((await findRecord(records, record.ref)).openedAt, openedAt);
    assert.equal(await records.open(recordOf().ref), false);
  },

  'a record without jobs has ended when it is opened': async ({ records }) => {
    const ref = await openRecord(records, []);
    const { openedAt, endedAt } = await findRecord(records, ref);
    assert.ok(endedAt !== undefined && endedAt === openedAt, `Ended at ${endedAt}`);
  },

  'remove removes a record with everything that belongs to it, and no other': async ({ store, records }) => {
    const { client } = recordOf();
    const refs = [await openRecord(records, [3, 2], { client }), await openRecord(records, [3], { client })];
    const [ref = '', other = ''] = refs;
    const owner = await beginJob(records, ref);
    await store.write(`${ref}.0`, writeOf(owner, { outcomes: successesOf('a', 0, 1) }));
    assert.equal(await records.remove(ref), true);
    assert.equal(await records.remove(ref), false);
    assert.equal(await records.find(ref), undefined);
    assert.equal(await records.findJob(ref, 0), undefined);
    assert.equal(await records.stop(ref, 'drain'), undefined);
    assert.equal(await records.open(ref), false);
    assert.deepEqual(await records.beginJob(jobRequestOf(ref, 1)), { state: 'gone' });
    assert.deepEqual(await records.readEvents(ref, 0, 10), []);
    assert.deepEqual(await store.read(`${ref}.0`, 0, 10), []);
    const late = writeOf(owner, { sequence: 2, outcomes: successesOf('a', 2) });
    assert.equal(await store.write(`${ref}.0`, late), false);
    assert.deepEqual(await listedRefs(records.list(client, 10)), [other]);
    assert.equal((await records.beginJob(jobRequestOf(other, 0))).state, 'begun');
  },

  'list returns the opened records of a client, newest first': async ({ records }) => {
    const { client } = recordOf();
    const refs: string[] = [];
    for (let count = 0; count < 3; count += 1) refs.unshift(await openRecord(records, [1], { client }));
    await records.create(recordOf({ client }));
    await openRecord(records, [1]);
    const all = await records.list(client, 10);
    assert.deepEqual(
      all.map(({ ref }) => ref),
      refs,
    );
    assert.deepEqual({ ...all[0], now: 0 }, { ...(await findRecord(records, refs[0] ?? '')), now: 0 });
    assert.deepEqual(await listedRefs(records.list(client, 2)), refs.slice(0, 2));
    assert.deepEqual(await listedRefs(records.list(client, 2, all[1]?.createdAt)), refs.slice(2));
    assert.deepEqual(await records.list(recordOf().client, 10), []);
  },

  'list passes over none of the records that were created at once': async ({ records }) => {
    const { client } = recordOf();
    const opened = await Promise.all(Array.from({ length: 8 }, () => openRecord(records, [1], { client })));
    const listed = new Set<string>();
    for (let before: number | undefined, count = 0; count < 8; count += 1) {
      const [record] = await records.list(client, 1, before);
      listed.add(record?.ref ?? '');
      before = record?.createdAt;
    }
    assert.deepEqual(listed, new Set(opened));
  },

  'a record expires keepMs after its end, with everything that belongs to it': async ({ store, records }) => {
    const { client } = recordOf();
    const own = { client, maxRecords: 1 };
    const ref = await openRecord(records, [2], { ...own, keepMs: 1 });
    const owner = await beginJob(records, ref);
    await store.write(`${ref}.0`, writeOf(owner, { outcomes: successesOf('a', 0, 1), total: 2 }));
    await askUntil(
      () => records.find(ref),
      (found) => found === undefined,
    );
    assert.equal(await records.findJob(ref, 0), undefined);
    assert.deepEqual(await records.readEvents(ref, 0, 10), []);
    assert.deepEqual(await store.read(`${ref}.0`, 0, 10), []);
    assert.deepEqual(await records.beginJob(jobRequestOf(ref, 0)), { state: 'gone' });
    assert.equal(await store.write(`${ref}.0`, writeOf(owner, { sequence: 2 })), false);
    assert.equal(await records.remove(ref), false);
    assert.deepEqual(await records.list(client, 10), []);
    assert.equal(await records.create(recordOf(own)), 'created');
  },

  'a record lives on before its end, whatever keepMs of the writes is': async ({ store, records }) => {
    const kept = await openRecord(records, [2]);
    const owner = await beginJob(records, kept);
    const write = writeOf(owner, { keepMs: 1, leaseMs: 0, outcomes: successesOf('a', 0) });
    await store.write(`${kept}.0`, write);
    const expired = await openRecord(records, [], { keepMs: 20 });
    await askUntil(
      () => records.find(expired),
      (found) => found === undefined,
    );
    await store.sweep();
    assert.deepEqual(await store.read(`${kept}.0`, 0, 2), outcomesOf('a', 0));
    assert.equal((await records.beginJob(jobRequestOf(kept, 0))).state, 'begun');
  },

  'sweep removes records that have expired, and no others': async ({ store, records }) => {
    const [kept, ended] = [await openRecord(records, [1]), await openRecord(records, [])];
    const expired = await openRecord(records, [3, 1], { keepMs: 1 });
    const owner = await beginJob(records, expired);
    await store.write(`${expired}.0`, writeOf(owner, { leaseMs: 0, outcomes: successesOf('a', 0) }));
    await records.stop(expired, 'drain');
    await askUntil(
      () => records.find(expired),
      (found) => found === undefined,
    );
    const swept = await Promise.all(Array.from({ length: 3 }, () => store.sweep()));
    assert.ok(swept.every(Number.isInteger), `sweep resolved to ${swept.join()}`);
    assert.equal(await records.find(expired), undefined);
    assert.ok((await findRecord(records, ended)).endedAt !== undefined);
    assert.equal((await records.beginJob(jobRequestOf(kept, 0))).state, 'begun');
  },
};

async function listedRefs(listed: Promise<readonly { readonly ref: string }[]>): Promise<readonly string[]> {
  return (await listed).map(({ ref }) => ref);
}
