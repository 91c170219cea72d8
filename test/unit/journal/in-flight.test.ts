import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { ClaimedUnit, JournalEntry } from '@multistatus/core/adapter';
import { type BatchStore, createJournal, type EntryWrite, type StoreJournal } from '@multistatus/journal';
import { memoryStore } from '@multistatus/journal/memory';
import { processOf } from './process-of.js';

const X = { text: 'x', status: 204, result: 'succeeded' } as const;

const REQUEST = { principal: 'ana', key: 'k', fingerprint: 'f' };
let journal: StoreJournal<unknown> | undefined;
afterEach(() => journal?.close());

/** Returns a store that records what is written. */
function recorded(): { readonly store: BatchStore; readonly writes: EntryWrite[] } {
  const store = memoryStore();
  const writes: EntryWrite[] = [];
  const write: BatchStore['write'] = (ref, changes) => {
    writes.push(changes);
    return store.write(ref, changes);
  };
  return { store: { ...processOf(store).store, write }, writes };
}

async function open(store: BatchStore): Promise<JournalEntry> {
  journal?.close();
  journal = createJournal({ store, identify: 'anyone-with-the-url' });
  const opened = await journal.open(REQUEST);
  if (opened.state !== 'open') throw new Error(`The entry is ${opened.state}`);
  return opened.entry;
}

function unitsOf(count: number): ClaimedUnit[] {
  return Array.from({ length: count }, (_, unit) => ({ unit }));
}

describe('units in flight', () => {
  test('thousands that start at once do not make each write long, nor keep other work waiting', async () => {
    const { store, writes } = recorded();
    const entry = await open(store);
    const units = unitsOf(10_000);
    await entry.claim(units);
    let turns = 0;
    let hasEnded = false;
    const others = (async () => {
      while (!hasEnded) {
        await turn();
        turns += 1;
      }
    })();
    await Promise.all(units.map(({ unit }) => entry.settle(unit, X)));
    await entry.end(units.length);
    hasEnded = true;
    await others;
    expect(Math.max(...writes.map(({ inFlight }) => inFlight.length))).toBeLessThan(100);
    expect(turns).toBeGreaterThan(100);
  });

  test.each<[what: string, units: ClaimedUnit[], settled: number[]]>([
    ['in a row', unitsOf(5), []],
    ['with a gap', unitsOf(6), [2, 3]],
    ['without the first and the last', unitsOf(6), [0, 5]],
    ['with digests', [...unitsOf(3).map((unit) => ({ ...unit, digest: `d${unit.unit}` }))], [1]],
    [
      'of all kinds',
      [...unitsOf(3), { unit: 3, digest: '7' }, { unit: 4 }, { unit: 5 }, { unit: 9 }, { unit: 8 }],
      [],
    ],
  ])('%s are known to the next owner', async (_what, units, settled) => {
    const { store } = recorded();
    const entry = await open(store);
    await entry.claim(units);
    await Promise.all(settled.map((unit) => entry.settle(unit, X)));
    await entry.end(undefined);
    const { claimed } = await open(store);
    const left = units.filter(({ unit }) => !settled.includes(unit));
    expect([...claimed.values()]).toEqual(left.map((unit) => ({ digest: undefined, ...unit })));
  });
});
