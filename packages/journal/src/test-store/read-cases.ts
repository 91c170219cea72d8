import assert from 'node:assert/strict';
import {
  askUntil,
  beginNew,
  beginOf,
  type CheckedRequirements,
  newRef,
  outcomesOf,
  writeOf,
} from './store-case.js';

/** What `read` has to return, and how entries expire. */
export const READ_CASES: CheckedRequirements = {
  'read returns a range': async (store) => {
    const ref = newRef();
    const owner = await beginNew(store, ref);
    // Around multiples of 1,000 and 1,024, at which a store may divide them.
    const units = [0, 1, 998, 999, 1000, 1001, 1023, 1024, 1025, 1999, 2000, 4999, 5000];
    await store.write(ref, writeOf(owner, { outcomes: outcomesOf('a', ...units) }));
    const ranges = [
      ...[
        [0, 1],
        [1, 2],
        [2, 998],
        [0, 999],
        [0, 1000],
        [999, 1000],
        [999, 1001],
        [1000, 1001],
        [1000, 2000],
      ],
      ...[
        [1, 1025],
        [1024, 1026],
        [1999, 5000],
        [0, 5001],
        [5000, 9000],
        [5001, 9000],
        [3, 3],
      ],
    ];
    for (const [from = 0, to = 0] of ranges) {
      const expected = units.filter((unit) => unit >= from && unit < to);
      assert.deepEqual(await store.read(ref, from, to), outcomesOf('a', ...expected), `${from} to ${to}`);
    }
  },

  'read returns what several writes kept': async (store) => {
    const ref = newRef();
    const owner = await beginNew(store, ref);
    for (let sequence = 0; sequence < 25; sequence += 1) {
      const units = Array.from({ length: 100 }, (_, index) => sequence * 100 + index);
      await store.write(ref, writeOf(owner, { sequence, outcomes: outcomesOf('a', ...units) }));
    }
    const all = Array.from({ length: 2500 }, (_, unit) => unit);
    assert.deepEqual(await store.read(ref, 0, 2500), outcomesOf('a', ...all));
    assert.deepEqual(await store.read(ref, 950, 2050), outcomesOf('a', ...all.slice(950, 2050)));
  },

  'read returns nothing of an entry that does not exist': async (store) => {
    assert.deepEqual(await store.read(newRef(), 0, 10), []);
  },

  'read returns the outcomes of a finished entry, and of one that was resumed': async (store) => {
    const [finished, resumed] = [newRef(), newRef()];
    const first = await beginNew(store, finished);
    await store.write(finished, writeOf(first, { outcomes: outcomesOf('a', 0), total: 1 }));
    const second = await beginNew(store, resumed);
    await store.write(resumed, writeOf(second, { outcomes: outcomesOf('b', 0), leaseMs: 0 }));
    await store.begin(beginOf(resumed));
    assert.deepEqual(await store.read(finished, 0, 10), outcomesOf('a', 0));
    assert.deepEqual(await store.read(resumed, 0, 10), outcomesOf('b', 0));
  },

  'entries do not depend on each other': async (store) => {
    const refs = [newRef(), newRef()];
    const owners = await Promise.all(refs.map((ref) => beginNew(store, ref)));
    const [a = '', b = ''] = refs;
    await store.write(a, writeOf(owners[0] ?? '', { outcomes: outcomesOf('a', 0, 1), total: 2 }));
    assert.equal(await store.write(b, writeOf(owners[0] ?? '', { outcomes: outcomesOf('b', 0) })), false);
    assert.deepEqual(await store.read(b, 0, 2), []);
    assert.equal((await store.begin(beginOf(b))).state, 'running');
    await store.write(b, writeOf(owners[1] ?? '', { outcomes: outcomesOf('b', 0) }));
    assert.deepEqual(await store.read(a, 0, 2), outcomesOf('a', 0, 1));
    assert.deepEqual(await store.read(b, 0, 2), outcomesOf('b', 0));
  },

  'an entry expires after keepMs: it cannot be read or written, and is begun anew without its old outcomes':
    async (store) => {
      const ref = newRef();
      const owner = await beginNew(store, ref);
      const units = [0, 1, 1500];
      const expiring = { leaseMs: 0, keepMs: 1 };
      await store.write(
        ref,
        writeOf(owner, { ...expiring, inFlight: '[2]', outcomes: outcomesOf('a', ...units) }),
      );
      // A read does not take it over.
      await askUntil(
        () => store.read(ref, 0, 2000),
        (read) => read.length === 0,
      );
      assert.equal(
        await store.write(ref, writeOf(owner, { sequence: 2, outcomes: outcomesOf('b', 2) })),
        false,
      );
      const next = beginOf(ref, { fingerprint: 'other', about: 'anew' });
      assert.deepEqual(await store.begin(next), { state: 'begun' });
      assert.deepEqual(await store.begin(next), { state: 'begun' });
      assert.equal(await store.write(ref, writeOf(owner, { sequence: 3 })), false);
      assert.deepEqual(await store.read(ref, 0, 2000), []);
      await store.write(ref, writeOf(next.owner, { outcomes: outcomesOf('c', 1) }));
      assert.deepEqual(await store.read(ref, 0, 2000), outcomesOf('c', 1));
      await store.write(ref, writeOf(next.owner, { sequence: 2, leaseMs: 0 }));
      const resumed = await store.begin(beginOf(ref, { fingerprint: 'other' }));
      assert.deepEqual(resumed, { state: 'resumed', about: 'anew', inFlight: '' });
    },

  'a finished entry expires after keepMs, whatever its lease': async (store) => {
    const ref = newRef();
    const owner = await beginNew(store, ref);
    await store.write(ref, writeOf(owner, { keepMs: 1, outcomes: outcomesOf('a', 0), total: 1 }));
    const again = beginOf(ref);
    const begun = await askUntil(
      () => store.begin(again),
      ({ state }) => state !== 'finished',
    );
    assert.deepEqual(begun, { state: 'begun' });
    assert.deepEqual(await store.read(ref, 0, 1), []);
  },

  'begin and write prolong the life of an entry, with all its outcomes': async (store) => {
    const refs = { written: newRef(), resumed: newRef(), expired: newRef() };
    const short = { leaseMs: 0, keepMs: 1000 };
    const first = writeOf('', { ...short, outcomes: outcomesOf('a', 0, 1500) });
    const owner = await beginNew(store, refs.written, short);
    await store.write(refs.written, { ...first, owner });
    await store.write(refs.written, writeOf(owner, { sequence: 2, outcomes: outcomesOf('a', 3000) }));
    await store.write(refs.resumed, { ...first, owner: await beginNew(store, refs.resumed, short) });
    const next = beginOf(refs.resumed);
    assert.equal((await store.begin(next)).state, 'resumed');
    // The others would have expired before this one.
    await store.write(refs.expired, { ...first, owner: await beginNew(store, refs.expired, short) });
    await askUntil(
      () => store.read(refs.expired, 0, 1),
      (read) => read.length === 0,
    );
    assert.deepEqual(await store.read(refs.written, 0, 5000), outcomesOf('a', 0, 1500, 3000));
    assert.deepEqual(await store.read(refs.resumed, 0, 5000), outcomesOf('a', 0, 1500));
    assert.equal(await store.write(refs.written, writeOf(owner, { sequence: 3 })), true);
    assert.equal(await store.write(refs.resumed, writeOf(next.owner)), true);
  },

  'sweep removes entries that have expired, and no others': async (store) => {
    const refs = [newRef(), newRef(), newRef()];
    const kept = newRef();
    const keeper = await beginNew(store, kept, { leaseMs: 0 });
    await store.write(kept, writeOf(keeper, { leaseMs: 0, outcomes: outcomesOf('k', 0) }));
    for (const ref of refs) {
      const owner = await beginNew(store, ref, { leaseMs: 1, keepMs: 1000 });
      await store.write(ref, writeOf(owner, { keepMs: 1, outcomes: outcomesOf('a', 0, 1), total: 2 }));
    }
    for (const ref of refs) {
      await askUntil(
        () => store.read(ref, 0, 2),
        (read) => read.length === 0,
      );
    }
    const swept = await askUntil(
      () => store.sweep(),
      (count) => count === 0 || count >= refs.length,
    );
    assert.ok(Number.isInteger(swept), `sweep resolved to ${swept}`);
    assert.deepEqual(await store.read(kept, 0, 1), outcomesOf('k', 0));
    assert.equal((await store.begin(beginOf(kept))).state, 'resumed');
  },

  'several may sweep at once': async (store) => {
    const ref = newRef();
    const owner = await beginNew(store, ref);
    await store.write(ref, writeOf(owner, { keepMs: 1, outcomes: outcomesOf('a', 0), total: 1 }));
    await Promise.all(Array.from({ length: 5 }, () => store.sweep()));
    const again = beginOf(ref);
    await askUntil(
      () => store.begin(again),
      ({ state }) => state === 'begun',
    );
  },
};
