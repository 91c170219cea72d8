import type { Operation } from '../operation/operation.js';

/** An atomicity group, as it is passed to the option `transaction`. */
export interface OperationGroup {
  /** The `atomicityGroup` that its operations have in the batch. */
  readonly name: string;
  /** Its operations, in the order in which they run. */
  readonly operations: readonly Operation[];
  /** Aborted when the batch ends; stop waiting for a database connection then. */
  readonly signal: AbortSignal;
}

/**
 * Runs an atomicity group so that either all of its operations take effect or none does. `@multistatus/transactions` has one for
 * many libraries.
 *
 * Begin a transaction, await `run(transaction)`, then commit. `run` may be called only once. Its argument is what operations of the
 * group read from `getOperation(...).transaction`; it must refuse statements after the end of the transaction, because a handler
 * goes on after its operation has timed out.
 *
 * If `run` rejects, roll back and reject with the same error, or with a `GroupRolledBackError` if you know that nothing took
 * effect. If COMMIT is refused, reject with a `GroupRolledBackError` too. Any other rejection after `run` has resolved is reported
 * as `executed: "unknown"`.
 *
 * `Value` is the type of that argument. The context of a bulk handler has it as `transaction`, so it is inferred there.
 *
 * @example
 * ```ts
 * import { pgTransaction } from '@multistatus/transactions/pg';
 *
 * app.use('/batch', batch({ transaction: pgTransaction(pool) }));
 * ```
 */
export interface Transaction<Value = unknown> {
  /**
   * Runs one group. `run(transaction)` runs its operations, and rejects with a `GroupFailedError` at the first that does not
   * succeed.
   */
  (group: OperationGroup, run: (transaction: Value) => Promise<void>): Promise<unknown>;
  /**
   * Runs a statement within a transaction, with `$1`, `$2`... bound to `values`, and resolves to its rows. With it, a journal in the
   * same database keeps the outcomes of a group in the transaction of the group.
   */
  query?(transaction: Value, text: string, values?: readonly unknown[]): Promise<readonly object[]>;
}
