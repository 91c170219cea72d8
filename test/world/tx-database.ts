import type { OperationGroup, Transaction } from '@multistatus/core';
import { GroupRolledBackError } from '@multistatus/core';
import type { Effect } from './ledger.js';
import type { OpenTransaction } from './shared-store.js';
import type { SimulatedProcess } from './simulated-process.js';
import type { SimulatedWorld } from './simulated-world.js';

/** A transaction of the database of the app, which the journal may use too. */
export interface AppTransaction extends OpenTransaction {
  readonly effects: Effect[];
}

/** Creates the option `transaction` of one process. With `isShared`, the journal can write through it. */
export function createTransaction(
  world: SimulatedWorld,
  process: SimulatedProcess,
  isShared: boolean,
): Transaction<AppTransaction> {
  const { time, random, store, ledger, coverage } = world;
  const chance = (probability: number): boolean => world.hasDatabaseFaults && random.chance(probability);
  const latency = (): number => 1 + random.next() * 9;
  const end = async (transaction: AppTransaction, isCommitted: boolean): Promise<void> => {
    if (transaction.isOver) return;
    if (isCommitted) for (const effect of transaction.effects) ledger.add({ ...effect, at: time.now });
    await store.end(transaction, isCommitted);
  };
  /** Resolves in the process once something has happened in the database. */
  const inDatabase = (happen: () => Promise<void> | void): Promise<void> =>
    new Promise((resolve) => {
      time.after(latency(), () => {
        void Promise.resolve(happen()).then(() => time.after(latency(), resolve, { loop: process }));
      });
    });
  const commit = async (transaction: AppTransaction): Promise<void> => {
    const fault = chance(0.2)
      ? random.pick(['killed before', 'killed after', 'answer lost', 'not committed', 'refused'] as const)
      : undefined;
    if (fault !== undefined) coverage.count(`COMMIT, ${isShared ? 'shared' : 'own database'}: ${fault}`);
    if (fault === 'refused') {
      await inDatabase(() => end(transaction, false));
      throw new GroupRolledBackError('serialization failure', { cause: undefined, isTransient: true });
    }
    await inDatabase(async () => {
      if (fault === 'killed before') process.crash();
      await end(transaction, fault !== 'killed before' && fault !== 'not committed');
      if (fault === 'killed after') process.crash();
    });
    if (fault === 'answer lost' || fault === 'not committed') throw new Error('The connection is lost');
  };
  const transact = async (
    { signal }: OperationGroup,
    run: (transaction: AppTransaction) => Promise<void>,
  ): Promise<void> => {
    await inDatabase(() => {});
    if (chance(0.05)) throw new Error('No connection');
    const transaction: AppTransaction = { isOver: false, commits: [], locks: [], effects: [] };
    process.transactions.add(transaction);
    signal.addEventListener('abort', () => {
      time.after(latency(), () => void end(transaction, false));
    });
    try {
      await run(transaction);
    } catch (cause) {
      await inDatabase(() => end(transaction, false));
      throw new GroupRolledBackError('rolled back', { cause });
    } finally {
      process.transactions.delete(transaction);
    }
    if (transaction.isOver) throw new GroupRolledBackError('rolled back already', { cause: undefined });
    await commit(transaction);
  };
  if (!isShared) return transact;
  return Object.assign(transact, {
    query: async (transaction: AppTransaction) => [{ transaction }],
  });
}
