import { afterEach, describe, expect, test } from '@jest/globals';
import type { JournalEntry } from '@multistatus/core/adapter';
import { type BatchStore, createJournal, type JournalBatches, type StoreJournal } from '@multistatus/journal';
import { memoryStore } from '@multistatus/journal/memory';

const NEW = { client: 'ana', about: 'about', keepMs: 60_000, runMs: 60_000, maxRecords: 9 };
const outcomeOf = (text: string, id?: string) => ({ text, status: 200, result: 'succeeded' as const, id });

const journals: StoreJournal<unknown>[] = [];
afterEach(() => {
  for (const journal of journals.splice(0)) journal.close();
});

function batchesOn(store: BatchStore, storeTimeoutMs = 1000): JournalBatches {
  const journal = createJournal({ store, identify: () => 'ana', storeTimeoutMs });
  journals.push(journal);
  if (journal.batches === undefined) throw new Error('The journal has no batches');
  return journal.batches;
}

/** Opens a record with one job of three units. */
async function openRecord({ records }: JournalBatches): Promise<void> {
  await records.create({ ...NEW, ref: 'ref' });
  await records.addJobs('ref', [{ job: 0, units: 3, firstUnit: 0, payload: 'payload' }], 1000);
  await records.open('ref');
}

async function openJob(batches: JournalBatches, leaseMs = 60_000): Promise<JournalEntry> {
  const opened = await batches.openJob('ref', 0, leaseMs);
  if (opened.state !== 'open') throw new Error(`The job is ${opened.state}`);
  return opened.entry;
}

describe('journal.batches', () => {
  test('is undefined if the store has no records', () => {
    const store = { ...bound(memoryStore()), records: undefined };
    const journal = createJournal({ store, identify: () => 'ana' });
    journals.push(journal);
    expect(journal.batches).toBeUndefined();
  });

  test('knows how long the journal keeps outcomes', () => {
    expect(batchesOn(memoryStore())).toMatchObject({
      retentionMs: 86_400_000,
      records: { isDurable: false },
    });
  });

  test('opens a job, keeps what became of it, and reads it', async () => {
    const batches = batchesOn(memoryStore());
    await openRecord(batches);
    const opened = await batches.openJob('ref', 0, 60_000);
    expect(opened).toMatchObject({ state: 'open', payload: 'payload', attempt: 1 });
    if (opened.state !== 'open') return;
    const { entry } = opened;
    expect([entry.isResumed, entry.total, entry.claimed.size]).toEqual([false, undefined, 0]);
    await entry.claim([{ unit: 0 }, { unit: 1 }, { unit: 2 }]);
    expect(await batches.openJob('ref', 0, 60_000)).toMatchObject({ state: 'running' });
    await entry.settle(1, outcomeOf('one', 'a'));
    expect(await entry.read(0, 3)).toEqual(new Map([[1, 'one']]));
    expect(await batches.readJob('ref', 0)).toEqual({
      payload: 'payload',
      outcomes: new Map([[1, 'one']]),
      claimed: new Set([0, 2]),
    });
    await Promise.all([entry.settle(0, outcomeOf('zero')), entry.settle(2, outcomeOf('two')), entry.end(3)]);
    expect((await batches.readJob('ref', 0))?.claimed).toEqual(new Set());
    expect(await batches.openJob('ref', 0, 60_000)).toEqual({ state: 'ended' });
    expect(await batches.records.readEvents('ref', 0, 1)).toEqual([
      { number: 1, unit: 1, status: 200, result: 'succeeded', id: 'a' },
    ]);
    expect(await batches.records.find('ref')).toMatchObject({ done: 3, endedJobs: 1 });
    expect(await batches.openJob('gone', 0, 60_000)).toEqual({ state: 'gone' });
    expect(await batches.readJob('gone', 0)).toBeUndefined();
  });

  test('passes on to the next attempt what the one before had claimed', async () => {
    const batches = batchesOn(memoryStore());
    await openRecord(batches);
    const first = await openJob(batches);
    await first.claim([{ unit: 0 }, { unit: 1, digest: 'd' }]);
    await first.settle(0, outcomeOf('zero'));
    await first.end(undefined);
    const second = await batches.openJob('ref', 0, 60_000);
    expect(second).toMatchObject({ state: 'open', attempt: 2, entry: { isResumed: true } });
    if (second.state !== 'open') return;
    expect([...second.entry.claimed.values()]).toEqual([{ unit: 1, digest: 'd' }]);
    expect(await first.settle(2, outcomeOf('late'))).toBe(false);
  });

  test('extends its own lease, not that of the journal, until it is ended', async () => {
    const store = memoryStore();
    const leases: number[] = [];
    const write: BatchStore['write'] = (ref, change) => {
      leases.push(change.leaseMs);
      return store.write(ref, change);
    };
    const batches = batchesOn({ ...bound(store), write });
    await openRecord(batches);
    const entry = await openJob(batches, 90);
    while (leases.length < 3) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(await batches.openJob('ref', 0, 90)).toMatchObject({ state: 'running' });
    await entry.end(undefined);
    expect(new Set(leases)).toEqual(new Set([90, 0]));
  });

  test('asks again if the answer to beginJob was lost', async () => {
    const store = memoryStore();
    let lost = 0;
    const records = {
      ...bound(store.records as object),
      beginJob: async (...[request]: Parameters<NonNullable<BatchStore['records']>['beginJob']>) => {
        const begun = await store.records?.beginJob(request);
        lost += 1;
        if (lost === 1) throw new Error('lost');
        return begun;
      },
    };
    const batches = batchesOn({ ...bound(store), records } as BatchStore);
    await openRecord(batches);
    expect(await batches.openJob('ref', 0, 1000)).toMatchObject({ state: 'open', attempt: 1 });
  });

  test('rejects when the store does not answer, or cannot be used', async () => {
    const store = memoryStore();
    const never = (): Promise<never> => new Promise(() => undefined);
    const silent = batchesOn(
      { ...bound(store), records: { ...bound(store.records as object), find: never } } as never,
      10,
    );
    await expect(silent.records.find('ref')).rejects.toThrow('has not answered within 10 ms');
    const check = async (): Promise<void> => {
      throw new Error('no tables');
    };
    const unusable = batchesOn({ ...bound(store), check } as BatchStore);
    await expect(unusable.openJob('ref', 0, 1000)).rejects.toThrow('no tables');
    await expect(unusable.records.create({ ...NEW, ref: 'ref' })).rejects.toThrow('no tables');
  });
});

/** Returns the methods of an object of a class as an object whose members can be replaced. */
function bound<Target extends object>(target: Target): Target {
  const names = Object.getOwnPropertyNames(Object.getPrototypeOf(target));
  const methods = names.map((name) => {
    const value = (target as Record<string, unknown>)[name];
    return [name, typeof value === 'function' ? value.bind(target) : value];
  });
  return { ...target, ...Object.fromEntries(methods) } as Target;
}
