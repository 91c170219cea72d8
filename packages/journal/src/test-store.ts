import assert from 'node:assert/strict';
import type { BatchStore } from './batch-store.js';
import { BEGIN_CASES } from './test-store/begin-cases.js';
import { JOB_CASES } from './test-store/job-cases.js';
import { OVERDUE_CASES } from './test-store/overdue-cases.js';
import { READ_CASES } from './test-store/read-cases.js';
import { RECORD_CASES } from './test-store/record-cases.js';
import { RECORD_END_CASES } from './test-store/record-end-cases.js';
import { RECORD_TRANSACTION_CASES } from './test-store/record-transaction-cases.js';
import type { StoreCase } from './test-store/store-case.js';
import {
  type StoreWithTransactions,
  TRANSACTION_CASES,
  type TransactionSubject,
} from './test-store/transaction-cases.js';
import { WRITE_CASES } from './test-store/write-cases.js';

export type { StoreCase } from './test-store/store-case.js';
export type { StoreWithTransactions } from './test-store/transaction-cases.js';

/**
 * Returns the requirements of `BatchStore` as tests, for any test runner. They take a few seconds. Those of records pass if the
 * store has none. `make` is called once for each;
 * it may return the same store, and the store may hold other entries.
 *
 * @example
 * ```ts
 * for (const { name, run } of testStore(() => redisStore(redis))) test(name, run);
 * ```
 */
export function testStore(make: () => BatchStore | Promise<BatchStore>): readonly StoreCase[] {
  const entries = Object.entries({ ...BEGIN_CASES, ...WRITE_CASES, ...READ_CASES }).map(([name, check]) => ({
    name,
    run: async () => check(await make()),
  }));
  const records = Object.entries({ ...RECORD_CASES, ...JOB_CASES, ...RECORD_END_CASES, ...OVERDUE_CASES });
  const recordCases = records.map(([name, check]) => ({
    name,
    run: async () => {
      const store = await make();
      if (store.records !== undefined) await check({ store, records: store.records });
    },
  }));
  return [...entries, ...recordCases];
}

/**
 * Returns the requirements of `BatchStore.transactions` as tests, as {@link testStore} does.
 *
 * @example
 * ```ts
 * const transaction = pgTransaction(pool);
 * const group = { name: 'test', operations: [], signal: new AbortController().signal };
 * const make = () => ({
 *   store: postgresStore(pool),
 *   transact: (work) => transaction(group, (tx) => work((text, values) => transaction.query(tx, text, values))),
 * });
 * for (const { name, run } of testStoreTransactions(make)) test(name, run);
 * ```
 */
export function testStoreTransactions(
  make: () => StoreWithTransactions | Promise<StoreWithTransactions>,
): readonly StoreCase[] {
  const subjectOf = async (): Promise<TransactionSubject> => {
    const { store, transact } = await make();
    const { transactions } = store;
    assert.ok(transactions !== undefined, 'The store has no `transactions`');
    await store.check();
    return { store, transact, transactions };
  };
  const cases = Object.entries(TRANSACTION_CASES).map(([name, check]) => ({
    name,
    run: async () => check(await subjectOf()),
  }));
  const recordCases = Object.entries(RECORD_TRANSACTION_CASES).map(([name, check]) => ({
    name,
    run: async () => {
      const subject = await subjectOf();
      const { records } = subject.store;
      if (records !== undefined) await check({ ...subject, records });
    },
  }));
  return [...cases, ...recordCases];
}
