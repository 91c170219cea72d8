import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { BegunEntry } from '../batch-store.js';
import {
  askUntil,
  beginNew,
  beginOf,
  type CheckedRequirements,
  newRef,
  outcomesOf,
  writeOf,
} from './store-case.js';

/** What `begin` has to do. */
export const BEGIN_CASES: CheckedRequirements = {
  'check resolves': (store) => store.check(),

  'begin begins an entry that does not exist': async (store) => {
    assert.deepEqual(await store.begin(beginOf(newRef())), { state: 'begun' });
  },

  'begin says for how long an entry belongs to another owner': async (store) => {
    const ref = newRef();
    await beginNew(store, ref, { leaseMs: 60_000 });
    const begun = await store.begin(beginOf(ref));
    assert.equal(begun.state, 'running');
    assert.ok(begun.leaseLeftMs >= 1 && begun.leaseLeftMs <= 60_000, `${begun.leaseLeftMs} ms are left`);
    assert.ok(begun.leaseLeftMs > 30_000, `Only ${begun.leaseLeftMs} ms are left`);
  },

  'begin returns a finished entry, with its own about': async (store) => {
    const ref = newRef();
    const owner = await beginNew(store, ref, { about: 'first' });
    await store.write(ref, writeOf(owner, { total: 3, outcomes: outcomesOf('a', 0, 1, 2) }));
    const finished = { state: 'finished', about: 'first', total: 3 };
    assert.deepEqual(await store.begin(beginOf(ref, { about: 'second' })), finished);
  },

  'begin returns a finished entry without units': async (store) => {
    const ref = newRef();
    const owner = await beginNew(store, ref);
    await store.write(ref, writeOf(owner, { total: 0 }));
    assert.deepEqual(await store.begin(beginOf(ref)), { state: 'finished', about: 'about', total: 0 });
  },

  'begin refuses another fingerprint while the entry runs, after its lease, and when it has finished': async (
    store,
  ) => {
    const ref = newRef();
    const other = { fingerprint: 'other', leaseMs: 1 };
    const owner = await beginNew(store, ref);
    assert.deepEqual(await store.begin(beginOf(ref, other)), { state: 'mismatch' });
    await store.write(ref, writeOf(owner, { leaseMs: 0 }));
    assert.deepEqual(await store.begin(beginOf(ref, other)), { state: 'mismatch' });
    assert.equal(await store.write(ref, writeOf(owner, { sequence: 2, total: 1 })), true);
    assert.deepEqual(await store.begin(beginOf(ref, other)), { state: 'mismatch' });
  },

  'begin resumes an entry whose lease is over, with what was in flight': async (store) => {
    const ref = newRef();
    const owner = await beginNew(store, ref, { about: 'first' });
    await store.write(ref, writeOf(owner, { inFlight: '[0,1]' }));
    await store.write(ref, writeOf(owner, { sequence: 2, inFlight: '[1,2]', leaseMs: 1 }));
    const next = beginOf(ref, { about: 'second' });
    const resumed = await askUntil(() => store.begin(next), isNot('running'));
    assert.deepEqual(resumed, { state: 'resumed', about: 'first', inFlight: '[1,2]' });
  },

  'begin resumes an entry that was never written': async (store) => {
    const ref = newRef();
    await beginNew(store, ref, { leaseMs: 1 });
    const next = beginOf(ref);
    const resumed = await askUntil(() => store.begin(next), isNot('running'));
    assert.deepEqual(resumed, { state: 'resumed', about: 'about', inFlight: '' });
  },

  'begin keeps what was in flight until the new owner writes': async (store) => {
    const ref = newRef();
    const owner = await beginNew(store, ref);
    await store.write(ref, writeOf(owner, { inFlight: '[7]', leaseMs: 0 }));
    const second = beginOf(ref, { leaseMs: 1 });
    assert.deepEqual(await store.begin(second), { state: 'resumed', about: 'about', inFlight: '[7]' });
    const third = beginOf(ref);
    const resumed = await askUntil(() => store.begin(third), isNot('running'));
    assert.deepEqual(resumed, { state: 'resumed', about: 'about', inFlight: '[7]' });
  },

  'begin gives the new owner a lease of its own': async (store) => {
    const ref = newRef();
    const owner = await beginNew(store, ref);
    await store.write(ref, writeOf(owner, { leaseMs: 0 }));
    assert.equal((await store.begin(beginOf(ref))).state, 'resumed');
    assert.equal((await store.begin(beginOf(ref))).state, 'running');
  },

  'begin returns the same result when it is delivered again': async (store) => {
    const ref = newRef();
    const first = beginOf(ref);
    assert.deepEqual(await store.begin(first), { state: 'begun' });
    assert.deepEqual(await store.begin(first), { state: 'begun' });
    await store.write(ref, writeOf(first.owner, { inFlight: '[3]', leaseMs: 0 }));
    const second = beginOf(ref);
    const resumed = { state: 'resumed', about: 'about', inFlight: '[3]' };
    assert.deepEqual(await store.begin(second), resumed);
    assert.deepEqual(await store.begin(second), resumed);
  },

  'begin that is delivered again late does not prolong the lease': async (store) => {
    const ref = newRef();
    const first = beginOf(ref);
    await store.begin(first);
    await store.write(ref, writeOf(first.owner, { leaseMs: 0 }));
    await store.begin(first);
    assert.equal((await store.begin(beginOf(ref))).state, 'resumed');
  },

  'begin that is delivered again late does not make an owner current that has lost the entry': async (
    store,
  ) => {
    const ref = newRef();
    const first = beginOf(ref, { leaseMs: 0 });
    assert.equal((await store.begin(first)).state, 'begun');
    assert.equal((await store.begin(beginOf(ref, { leaseMs: 0 }))).state, 'resumed');
    assert.deepEqual(await store.begin(first), { state: 'running', leaseLeftMs: 1 });
    assert.equal(await store.write(ref, writeOf(first.owner, { outcomes: outcomesOf('a', 0) })), false);
    assert.equal((await store.begin(beginOf(ref))).state, 'resumed');
  },

  'begin has one winner among 100 at once': async (store) => {
    const ref = newRef();
    const requests = Array.from({ length: 100 }, () => beginOf(ref));
    const begun = await Promise.all(requests.map((request) => store.begin(request)));
    assert.deepEqual(statesOf(begun), { begun: 1, running: 99 });
    const winner = begun.findIndex(({ state }) => state === 'begun');
    for (const index of [winner, (winner + 1) % 100]) {
      const isKept = await store.write(ref, writeOf(requests[index]?.owner ?? ''));
      assert.equal(isKept, index === winner, 'Only who was told that the entry is begun may write');
    }
  },

  'begin has one winner among 40 at once when the lease is over': async (store) => {
    const ref = newRef();
    const owner = await beginNew(store, ref);
    await store.write(ref, writeOf(owner, { inFlight: '[1]', leaseMs: 0 }));
    const begun = await Promise.all(Array.from({ length: 40 }, () => store.begin(beginOf(ref))));
    assert.deepEqual(statesOf(begun), { resumed: 1, running: 39 });
    for (const entry of begun) {
      if (entry.state === 'running') assert.ok(entry.leaseLeftMs >= 1, `${entry.leaseLeftMs} ms are left`);
    }
  },

  'begin has one winner among 40 at once when the entry has expired': async (store) => {
    const ref = newRef();
    const owner = await beginNew(store, ref, { leaseMs: 1, keepMs: 1 });
    await askUntil(
      () => store.write(ref, writeOf(owner, { leaseMs: 1, keepMs: 1 })),
      (isKept) => !isKept,
    );
    const begun = await Promise.all(Array.from({ length: 40 }, () => store.begin(beginOf(ref))));
    assert.deepEqual(statesOf(begun), { begun: 1, running: 39 });
  },

  'begin takes what it is given as text': async (store) => {
    const hostile = `'"\\"; DROP TABLE entries; -- $1 {} %s \u2028 \u{1F600} \r\n\t</script>`;
    const ref = newRef();
    const owner = randomUUID();
    const request = beginOf(ref, { owner, fingerprint: hostile.slice(0, 64), about: hostile.repeat(12) });
    assert.deepEqual(await store.begin(request), { state: 'begun' });
    await store.write(ref, writeOf(owner, { inFlight: hostile, leaseMs: 0 }));
    const resumed = await store.begin({ ...request, owner: randomUUID() });
    assert.deepEqual(resumed, { state: 'resumed', about: hostile.repeat(12), inFlight: hostile });
  },
};

function statesOf(entries: readonly BegunEntry[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { state } of entries) counts[state] = (counts[state] ?? 0) + 1;
  return counts;
}

function isNot(state: BegunEntry['state']): (entry: BegunEntry) => boolean {
  return (entry) => entry.state !== state;
}
