import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { beginNew, beginOf, type CheckedRequirements, newRef, outcomesOf, writeOf } from './store-case.js';

const MAX_UNIT = 2 ** 31 - 1;

/** What `write` has to do. */
export const WRITE_CASES: CheckedRequirements = {
  'write keeps outcomes': async (store) => {
    const ref = newRef();
    const owner = await beginNew(store, ref);
    const outcomes = outcomesOf('a', 0, 1, 2);
    assert.equal(await store.write(ref, writeOf(owner, { outcomes })), true);
    assert.deepEqual(await store.read(ref, 0, 3), outcomes);
  },

  'write keeps outcomes in any order, and without those between': async (store) => {
    const ref = newRef();
    const owner = await beginNew(store, ref);
    await store.write(ref, writeOf(owner, { outcomes: outcomesOf('a', 5, 1) }));
    await store.write(ref, writeOf(owner, { sequence: 2, outcomes: outcomesOf('a', 3) }));
    assert.deepEqual(await store.read(ref, 0, 10), outcomesOf('a', 1, 3, 5));
  },

  'write returns false for an entry that does not exist': async (store) => {
    const ref = newRef();
    const write = writeOf(randomUUID(), { outcomes: outcomesOf('a', 0), total: 1 });
    assert.equal(await store.write(ref, write), false);
    assert.deepEqual(await store.read(ref, 0, 1), []);
    assert.equal((await store.begin(beginOf(ref))).state, 'begun');
  },

  'write of another owner returns false, and keeps nothing': async (store) => {
    const ref = newRef();
    const owner = await beginNew(store, ref);
    const foreign = writeOf(randomUUID(), { inFlight: '[9]', outcomes: outcomesOf('b', 0), leaseMs: 0 });
    assert.equal(await store.write(ref, { ...foreign, total: 1 }), false);
    assert.equal(await store.write(ref, foreign), false);
    assert.deepEqual(await store.read(ref, 0, 1), []);
    assert.equal((await store.begin(beginOf(ref))).state, 'running');
    assert.equal(await store.write(ref, writeOf(owner, { leaseMs: 0 })), true);
    assert.deepEqual(await store.begin(beginOf(ref)), { state: 'resumed', about: 'about', inFlight: '' });
  },

  'write of an owner whose entry was taken over returns false, and keeps nothing': async (store) => {
    const ref = newRef();
    const old = await beginNew(store, ref);
    await store.write(ref, writeOf(old, { outcomes: outcomesOf('a', 0), leaseMs: 0 }));
    const { owner } = beginOf(ref);
    assert.equal((await store.begin(beginOf(ref, { owner }))).state, 'resumed');
    const late = writeOf(old, { sequence: 2, inFlight: '[9]', outcomes: outcomesOf('b', 1), total: 2 });
    assert.equal(await store.write(ref, late), false);
    assert.deepEqual(await store.read(ref, 0, 2), outcomesOf('a', 0));
    assert.equal(await store.write(ref, writeOf(owner, { outcomes: outcomesOf('c', 1) })), true);
    assert.deepEqual(await store.read(ref, 0, 2), [...outcomesOf('a', 0), ...outcomesOf('c', 1)]);
  },

  'write counts the sequence of each owner from its own start': async (store) => {
    const ref = newRef();
    const old = await beginNew(store, ref);
    await store.write(ref, writeOf(old, { sequence: 50, leaseMs: 0 }));
    const next = beginOf(ref);
    await store.begin(next);
    assert.equal(
      await store.write(ref, writeOf(next.owner, { sequence: 0, outcomes: outcomesOf('a', 0) })),
      true,
    );
    assert.deepEqual(await store.read(ref, 0, 1), outcomesOf('a', 0));
  },

  'write after the lease is kept as long as nobody took the entry over': async (store) => {
    const ref = newRef();
    const owner = await beginNew(store, ref, { leaseMs: 0 });
    assert.equal(await store.write(ref, writeOf(owner, { outcomes: outcomesOf('a', 0) })), true);
    assert.deepEqual(await store.read(ref, 0, 1), outcomesOf('a', 0));
    assert.equal((await store.begin(beginOf(ref))).state, 'running');
  },

  'write that was delayed returns true, and keeps nothing': async (store) => {
    const ref = newRef();
    const owner = await beginNew(store, ref);
    await store.write(ref, writeOf(owner, { sequence: 10, inFlight: '[1]', outcomes: outcomesOf('a', 0) }));
    const delayed = { sequence: 9, inFlight: '[0]', outcomes: outcomesOf('b', 0, 1), leaseMs: 0 };
    assert.equal(await store.write(ref, writeOf(owner, delayed)), true);
    assert.equal(await store.write(ref, writeOf(owner, { ...delayed, total: 2 })), true);
    assert.deepEqual(await store.read(ref, 0, 2), outcomesOf('a', 0));
    assert.equal((await store.begin(beginOf(ref))).state, 'running');
    await store.write(ref, writeOf(owner, { sequence: 11, inFlight: '[1]', leaseMs: 0 }));
    assert.deepEqual(await store.begin(beginOf(ref)), { state: 'resumed', about: 'about', inFlight: '[1]' });
  },

  'write that is delivered again changes nothing': async (store) => {
    const ref = newRef();
    const owner = await beginNew(store, ref);
    const write = writeOf(owner, { inFlight: '[1]', outcomes: outcomesOf('a', 0, 1) });
    assert.equal(await store.write(ref, write), true);
    assert.equal(await store.write(ref, write), true);
    assert.deepEqual(await store.read(ref, 0, 5), outcomesOf('a', 0, 1));
    const last = writeOf(owner, { sequence: 2, outcomes: outcomesOf('a', 2), total: 3 });
    assert.equal(await store.write(ref, last), true);
    assert.equal(await store.write(ref, last), true);
    assert.deepEqual(await store.read(ref, 0, 5), outcomesOf('a', 0, 1, 2));
    assert.deepEqual(await store.begin(beginOf(ref)), { state: 'finished', about: 'about', total: 3 });
  },

  'write that is delivered again at once changes nothing': async (store) => {
    const ref = newRef();
    const owner = await beginNew(store, ref);
    const write = writeOf(owner, { outcomes: outcomesOf('a', 0, 1) });
    const kept = await Promise.all(Array.from({ length: 10 }, () => store.write(ref, write)));
    assert.deepEqual(kept, Array(10).fill(true));
    assert.deepEqual(await store.read(ref, 0, 5), outcomesOf('a', 0, 1));
  },

  'the first outcome of a unit stays': async (store) => {
    const ref = newRef();
    const owner = await beginNew(store, ref);
    await store.write(ref, writeOf(owner, { outcomes: outcomesOf('a', 0, 2) }));
    const later = writeOf(owner, { sequence: 2, outcomes: outcomesOf('b', 0, 1, 2), leaseMs: 0 });
    assert.equal(await store.write(ref, later), true);
    const expected = [...outcomesOf('a', 0), ...outcomesOf('b', 1), ...outcomesOf('a', 2)];
    assert.deepEqual(await store.read(ref, 0, 3), expected);
    const next = beginOf(ref);
    await store.begin(next);
    await store.write(ref, writeOf(next.owner, { outcomes: outcomesOf('c', 0, 1, 2) }));
    assert.deepEqual(await store.read(ref, 0, 3), expected);
  },

  'write to a finished entry returns true, and keeps nothing': async (store) => {
    const ref = newRef();
    const owner = await beginNew(store, ref);
    await store.write(ref, writeOf(owner, { outcomes: outcomesOf('a', 0), total: 1 }));
    const late = writeOf(owner, { sequence: 2, outcomes: outcomesOf('b', 1), total: 2 });
    assert.equal(await store.write(ref, late), true);
    assert.deepEqual(await store.read(ref, 0, 2), outcomesOf('a', 0));
    assert.deepEqual(await store.begin(beginOf(ref)), { state: 'finished', about: 'about', total: 1 });
  },

  'write releases an entry with a lease of 0': async (store) => {
    const ref = newRef();
    const owner = await beginNew(store, ref);
    await store.write(ref, writeOf(owner, { inFlight: '[4]', leaseMs: 0 }));
    assert.deepEqual(await store.begin(beginOf(ref)), { state: 'resumed', about: 'about', inFlight: '[4]' });
  },

  'write prolongs the lease': async (store) => {
    const ref = newRef();
    const owner = await beginNew(store, ref, { leaseMs: 0 });
    assert.equal(await store.write(ref, writeOf(owner, { leaseMs: 60_000 })), true);
    const begun = await store.begin(beginOf(ref));
    assert.equal(begun.state, 'running');
    assert.ok(begun.leaseLeftMs > 30_000 && begun.leaseLeftMs <= 60_000, `${begun.leaseLeftMs} ms are left`);
  },

  'write keeps the greatest unit': async (store) => {
    const ref = newRef();
    const owner = await beginNew(store, ref);
    const outcomes = outcomesOf('a', 0, MAX_UNIT - 1, MAX_UNIT);
    await store.write(ref, writeOf(owner, { outcomes, total: 2 ** 31 }));
    assert.deepEqual(await store.read(ref, 0, 2 ** 31), outcomes);
    assert.deepEqual(await store.read(ref, MAX_UNIT, 2 ** 31), outcomesOf('a', MAX_UNIT));
    const finished = { state: 'finished', about: 'about', total: 2 ** 31 };
    assert.deepEqual(await store.begin(beginOf(ref)), finished);
  },

  'write keeps 100 outcomes of 64 KiB, and 1 MiB in flight': async (store) => {
    const ref = newRef();
    const owner = await beginNew(store, ref);
    const outcomes = Array.from({ length: 100 }, (_, unit) => ({
      unit,
      outcome: `${unit}é"`.padEnd(65_536, '\\'),
    }));
    const inFlight = 'f'.repeat(1_048_576);
    assert.equal(await store.write(ref, writeOf(owner, { inFlight, outcomes, leaseMs: 0 })), true);
    assert.deepEqual(await store.read(ref, 0, 100), outcomes);
    assert.deepEqual(await store.begin(beginOf(ref)), { state: 'resumed', about: 'about', inFlight });
  },

  'write takes what it is given as text': async (store) => {
    const ref = newRef();
    const owner = await beginNew(store, ref);
    const texts = [
      '',
      ' ',
      '""',
      "'",
      '\\',
      '\\u0000',
      '$1',
      '{}',
      'NULL',
      '\u2028\u{1F600}\r\n\t',
      '{"a":[1]}',
    ];
    const outcomes = texts.map((outcome, unit) => ({ unit, outcome }));
    await store.write(ref, writeOf(owner, { outcomes }));
    assert.deepEqual(await store.read(ref, 0, 100), outcomes);
  },
};
