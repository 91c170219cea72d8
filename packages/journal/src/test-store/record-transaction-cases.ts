import assert from 'node:assert/strict';
import type { BatchRecords } from '../batch-records.js';
import type { StoredUnit } from '../batch-store.js';
import { beginJob, eventUnits, findRecord, jobRequestOf, openRecord, successesOf } from './record-case.js';
import { askUntil, outcomesOf, writeOf } from './store-case.js';
import type { TransactionSubject } from './transaction-cases.js';

/** What a case gets. */
interface Subject extends TransactionSubject {
  readonly records: BatchRecords;
}

const OUTCOMES: readonly StoredUnit[] = [
  { unit: 1, outcome: 'a 1', status: 201, result: 'succeeded', id: 'é"\\' },
  { unit: 0, outcome: 'a 0', status: 409, result: 'failed' },
];

/** How records count what `transactions` has kept. */
export const RECORD_TRANSACTION_CASES: Readonly<Record<string, (subject: Subject) => Promise<void>>> = {
  'an outcome that a transaction has kept is counted by the next write, once': async (subject) => {
    const { store, records } = subject;
    const ref = await openRecord(records, [4]);
    const owner = await beginJob(records, ref);
    await keep(subject, ref, owner);
    assert.deepEqual(await store.read(`${ref}.0`, 0, 9), outcomesOf('a', 0, 1));
    const named = [...successesOf('b', 0), ...successesOf('b', 2)];
    for (const sequence of [1, 2, 2])
      assert.equal(await store.write(`${ref}.0`, writeOf(owner, { sequence, outcomes: named })), true);
    const { done, succeeded, failed, endedAt } = await findRecord(records, ref);
    assert.deepEqual(
      { done, succeeded, failed, endedAt },
      { done: 3, succeeded: 2, failed: 1, endedAt: undefined },
    );
    const events = [...(await records.readEvents(ref, 0, 10))].sort((a, b) => a.unit - b.unit);
    assert.deepEqual(
      events.map(({ unit, status, result, id }) => [unit, status, result, id]),
      [
        [0, 409, 'failed', undefined],
        [1, 201, 'succeeded', 'é"\\'],
        [2, 200, 'succeeded', undefined],
      ],
    );
    assert.deepEqual(
      [...(await eventUnits(records, ref))].sort((a, b) => a - b),
      [0, 1, 2],
    );
    const kept = [...outcomesOf('a', 0, 1), ...outcomesOf('b', 2)];
    assert.deepEqual(await store.read(`${ref}.0`, 0, 9), kept);
  },

  'a write that finishes an entry counts what transactions have kept, and ends the record': async (
    subject,
  ) => {
    const { store, records } = subject;
    const ref = await openRecord(records, [2]);
    const owner = await beginJob(records, ref);
    await keep(subject, ref, owner);
    assert.equal(await store.write(`${ref}.0`, writeOf(owner, { total: 2 })), true);
    const { done, endedJobs, endedAt } = await findRecord(records, ref);
    assert.deepEqual([done, endedJobs, endedAt !== undefined], [2, 1, true]);
    assert.deepEqual(await records.beginJob(jobRequestOf(ref, 0)), { state: 'ended' });
  },

  'the next owner of a job counts what a transaction has kept': async (subject) => {
    const { store, records } = subject;
    const ref = await openRecord(records, [2]);
    const owner = await beginJob(records, ref, { leaseMs: 0 });
    await keep(subject, ref, owner);
    const next = await beginJob(records, ref);
    assert.equal(await store.write(`${ref}.0`, writeOf(next, { total: 2 })), true);
    assert.ok((await findRecord(records, ref)).endedAt !== undefined);
  },

  'an outcome of a transaction that rolls back is not counted': async (subject) => {
    const { store, records, transactions, transact } = subject;
    const ref = await openRecord(records, [2]);
    const owner = await beginJob(records, ref);
    const rolledBack = transact(async (query) => {
      const write = { owner, outcomes: OUTCOMES };
      assert.equal(await transactions.write(query, `${ref}.0`, write), true);
      throw new Error('Rolled back by the test');
    });
    await assert.rejects(rolledBack);
    await store.write(`${ref}.0`, writeOf(owner, { outcomes: successesOf('b', 0), leaseMs: 0 }));
    assert.deepEqual(await eventUnits(records, ref), [0]);
    assert.deepEqual(await store.read(`${ref}.0`, 0, 9), outcomesOf('b', 0));
  },

  'write in a transaction to the entry of a job returns false after it was taken over, or has ended': async (
    subject,
  ) => {
    const { store, records } = subject;
    const ref = await openRecord(records, [2, 1, 1]);
    const old = await beginJob(records, ref, { leaseMs: 0 });
    await beginJob(records, ref);
    await refuses(subject, `${ref}.0`, old);
    const ended = await beginJob(records, ref, { job: 1 });
    await store.write(`${ref}.1`, writeOf(ended, { outcomes: successesOf('a', 2) }));
    await refuses(subject, `${ref}.1`, ended);
    const late = await beginJob(records, ref, { job: 2, leaseMs: 0 });
    await records.stop(ref, 'abort');
    await refuses(subject, `${ref}.2`, late);
    await records.remove(ref);
    await refuses(subject, `${ref}.2`, late);
  },

  'a record does not end between the write in a transaction and its COMMIT, and then counts it': async (
    subject,
  ) => {
    const { store, records, transactions, transact } = subject;
    const ref = await openRecord(records, [4]);
    const owner = await beginJob(records, ref, { leaseMs: 0 });
    const stops: Promise<unknown>[] = [];
    await transact(async (query) => {
      const write = { owner, outcomes: OUTCOMES };
      assert.equal(await transactions.write(query, `${ref}.0`, write), true);
      // They cannot be awaited: a store may let them wait for the end of the transaction.
      for (let rival = 0; rival < 3; rival += 1)
        stops.push(records.stop(ref, 'drain').then((record) => record?.endedAt));
      for (let pause = 0; pause < 50; pause += 1) await query('SELECT 1 AS one', []);
    });
    await Promise.all(stops);
    const { done } = await askUntil(
      () => findRecord(records, ref),
      ({ endedAt }) => endedAt !== undefined,
    );
    assert.equal(done, 2);
    assert.deepEqual(
      [...(await eventUnits(records, ref))].sort((a, b) => a - b),
      [0, 1],
    );
    assert.deepEqual(await store.read(`${ref}.0`, 0, 9), outcomesOf('a', 0, 1));
  },

  'others write to the record while a transaction has written': async (subject) => {
    const { store, records, transactions, transact } = subject;
    const ref = await openRecord(records, [2, 1]);
    const [owner, other] = [await beginJob(records, ref), await beginJob(records, ref, { job: 1 })];
    let write: Promise<boolean> | undefined;
    await transact(async (query) => {
      assert.equal(await transactions.write(query, `${ref}.0`, { owner, outcomes: OUTCOMES }), true);
      write = store.write(`${ref}.1`, writeOf(other, { outcomes: successesOf('b', 2) }));
      for (let pause = 0; pause < 50; pause += 1) await query('SELECT 1 AS one', []);
    });
    assert.equal(await write, true);
    assert.equal(await store.write(`${ref}.0`, writeOf(owner)), true);
    assert.ok((await findRecord(records, ref)).endedAt !== undefined);
  },
};

async function keep({ transactions, transact }: Subject, ref: string, owner: string): Promise<void> {
  await transact(async (query) => {
    assert.equal(await transactions.write(query, `${ref}.0`, { owner, outcomes: OUTCOMES }), true);
  });
}

async function refuses(
  { store, transactions, transact }: Subject,
  entry: string,
  owner: string,
): Promise<void> {
  const before = await store.read(entry, 0, 9);
  await transact(async (query) => {
    assert.equal(await transactions.write(query, entry, { owner, outcomes: successesOf('z', 3) }), false);
  });
  assert.deepEqual(await store.read(entry, 0, 9), before);
}
