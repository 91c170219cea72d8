import type { Transaction } from '@multistatus/core/adapter';
import type { BatchStore } from './batch-store.js';

/** Checks which values of the option `transaction` run on the database of a store. Each is tried once. */
export class SharedTransactions {
  readonly #store: BatchStore;
  readonly #timeoutMs: number;
  readonly #known = new WeakMap<Transaction, Promise<boolean>>();

  constructor(store: BatchStore, timeoutMs: number) {
    this.#store = store;
    this.#timeoutMs = timeoutMs;
  }

  /** @throws {Error} if no transaction can be begun now. */
  includes(transaction: Transaction): Promise<boolean> {
    const known = this.#known.get(transaction);
    if (known !== undefined) return known;
    const isShared = this.#try(transaction);
    this.#known.set(transaction, isShared);
    isShared.catch(() => this.#known.delete(transaction));
    return isShared;
  }

  async #try(transaction: Transaction): Promise<boolean> {
    const { transactions } = this.#store;
    if (transactions === undefined || transaction.query === undefined) return false;
    let isShared = false;
    const signal = AbortSignal.timeout(this.#timeoutMs);
    await transaction({ name: 'journal', operations: [], signal }, async (tx) => {
      isShared = await transactions.isShared(
        async (text, values) => (await transaction.query?.(tx, text, values)) ?? [],
      );
    });
    return isShared;
  }
}
