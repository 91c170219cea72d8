import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type {
  BatchStore,
  BegunEntry,
  StoredUnit,
  StoreTransactions,
  TransactionQuery,
} from '../batch-store.js';
import { askUntil, beginNew, beginOf, newRef, outcomesOf, writeOf } from './store-case.js';

/** A store, and transactions on its database. */
export interface StoreWithTransactions {
  /** The store under test, which has `transactions`. */
  readonly store: BatchStore;
  /** Runs `work` in a transaction as an app would: commits if it resolves, otherwise rolls back and rejects. */
  readonly transact: (work: (query: TransactionQuery) => Promise<void>) => Promise<unknown>;
}

/** What a case gets. */
export interface TransactionSubject extends StoreWithTransactions {
  readonly transactions: StoreTransactions;
}

/** What `transactions` has to do. */
export const TRANSACTION_CASES: Readonly<Record<string, (subject: TransactionSubject) => Promise<void>>> = {
  'isShared resolves to true on the database of the store, and the transaction goes on': async ({
    store,
    transactions,
    transact,
  }) => {
    const ref = newRef();
    const owner = await beginNew(store, ref);
    await transact(async (query) => {
      assert.equal(await transactions.isShared(query), true);
      assert.equal(await transactions.write(query, ref, { owner, outcomes: outcomesOf('a', 0) }), true);
    });
    assert.deepEqual(await store.read(ref, 0, 1), outcomesOf('a', 0));
  },

  'write in a transaction keeps outcomes when it commits': async ({ store, transactions, transact }) => {
    const ref = newRef();
    const owner = await beginNew(store, ref);
    const texts = [
      '',
      '""',
      "'",
      '\\',
      '$1',
      ':a',
      '?',
      '{}',
      'NULL',
      '\u2028\u{1F600}\r\n\t',
      'é'.repeat(65_536),
    ];
    const outcomes = texts.map((outcome, unit) => ({ unit, outcome }));
    await transact(async (query) => {
      assert.equal(await transactions.write(query, ref, { owner, outcomes }), true);
    });
    assert.deepEqual(await store.read(ref, 0, 100), outcomes);
    // The entry goes on as before.
    assert.equal(
      await store.write(ref, writeOf(owner, { sequence: 0, outcomes: outcomesOf('b', 50) })),
      true,
    );
    assert.deepEqual(await store.read(ref, 50, 100), outcomesOf('b', 50));
  },

  'write in a transaction keeps nothing when it rolls back': async ({ store, transactions, transact }) => {
    const ref = newRef();
    const owner = await beginNew(store, ref);
    const rolledBack = transact(async (query) => {
      assert.equal(await transactions.write(query, ref, { owner, outcomes: outcomesOf('a', 0) }), true);
      throw new Error('Rolled back by the test');
    });
    await assert.rejects(rolledBack);
    assert.deepEqual(await store.read(ref, 0, 1), []);
    await store.write(ref, writeOf(owner, { outcomes: outcomesOf('b', 0) }));
    assert.deepEqual(await store.read(ref, 0, 1), outcomesOf('b', 0));
  },

  'the first outcome of a unit stays, in a transaction too': async ({ store, transactions, transact }) => {
    const ref = newRef();
    const owner = await beginNew(store, ref);
    await store.write(ref, writeOf(owner, { outcomes: outcomesOf('a', 0) }));
    await transact(async (query) => {
      assert.equal(await transactions.write(query, ref, { owner, outcomes: outcomesOf('b', 0, 1) }), true);
      assert.equal(await transactions.write(query, ref, { owner, outcomes: outcomesOf('c', 1, 2) }), true);
    });
    await store.write(ref, writeOf(owner, { sequence: 2, outcomes: outcomesOf('d', 1, 3) }));
    const expected = [outcomesOf('a', 0), outcomesOf('b', 1), outcomesOf('c', 2), outcomesOf('d', 3)].flat();
    assert.deepEqual(await store.read(ref, 0, 4), expected);
  },

  'write in a transaction returns false for another owner, and keeps nothing': async (subject) => {
    const ref = newRef();
    await beginNew(subject.store, ref);
    await refuses(subject, ref, randomUUID());
  },

  'write in a transaction returns false after the entry was taken over': async (subject) => {
    const ref = newRef();
    const old = await beginNew(subject.store, ref, { leaseMs: 0 });
    assert.equal((await subject.store.begin(beginOf(ref))).state, 'resumed');
    await refuses(subject, ref, old);
  },

  'write in a transaction returns false if the entry does not exist': (subject) =>
    refuses(subject, newRef(), randomUUID()),

  'write in a transaction returns false if the entry has expired': async (subject) => {
    const ref = newRef();
    const expiring = { leaseMs: 0, keepMs: 1 };
    const owner = await beginNew(subject.store, ref, expiring);
    await askUntil(
      () => subject.store.write(ref, writeOf(owner, expiring)),
      (isKept) => !isKept,
    );
    await refuses(subject, ref, owner);
  },

  'write in a transaction returns false if the entry has finished': async (subject) => {
    const ref = newRef();
    const owner = await beginNew(subject.store, ref);
    await subject.store.write(ref, writeOf(owner, { total: 0 }));
    await refuses(subject, ref, owner);
  },

  'nobody takes the entry over between the write in a transaction and its COMMIT': async ({
    store,
    transactions,
    transact,
  }) => {
    const ref = newRef();
    const outcomes = outcomesOf('a', 0, 1);
    const owner = await beginNew(store, ref, { leaseMs: 0 });
    const rivals: Promise<readonly [BegunEntry, readonly StoredUnit[]]>[] = [];
    await transact(async (query) => {
      assert.equal(await transactions.write(query, ref, { owner, outcomes }), true);
      for (let rival = 0; rival < 3; rival += 1) {
        rivals.push(store.begin(beginOf(ref)).then(async (begun) => [begun, await store.read(ref, 0, 2)]));
      }
      // Time for the rivals. They cannot be awaited: a store may let them wait for the end of the transaction.
      for (let pause = 0; pause < 50; pause += 1) await query('SELECT 1 AS one', []);
    });
    for (const [{ state }, read] of await Promise.all(rivals)) {
      assert.ok(state === 'running' || state === 'resumed', `The entry is ${state}`);
      if (state === 'resumed') assert.deepEqual(read, outcomes, 'Taken over before COMMIT');
    }
    assert.deepEqual(await store.read(ref, 0, 2), outcomes);
  },
};

async function refuses(
  { store, transactions, transact }: TransactionSubject,
  ref: string,
  owner: string,
): Promise<void> {
  await transact(async (query) => {
    assert.equal(await transactions.write(query, ref, { owner, outcomes: outcomesOf('a', 0) }), false);
  });
  assert.deepEqual(await store.read(ref, 0, 1), []);
}
