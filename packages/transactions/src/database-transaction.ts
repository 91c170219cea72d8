import type { OperationGroup } from '@multistatus/core';

/** An isolation level of SQL, in the words of SQL. */
export type IsolationLevel = 'read committed' | 'repeatable read' | 'serializable';

/** Options that each transaction takes. */
export interface TransactionOptions {
  /**
   * The isolation level of the transactions. After a conflict, which `serializable` and `repeatable read` make more likely, the
   * operations of the group are answered 503 with Retry-After.
   *
   * @defaultValue that of the database
   */
  readonly isolationLevel?: IsolationLevel | undefined;
}

/** Runs an atomicity group in a transaction. `Tx` is what handlers get. */
export type RunInTransaction<Tx> = (
  group: OperationGroup,
  run: (transaction: Tx) => Promise<void>,
) => Promise<void>;

/** A value for the option `transaction` of `batch()` and `bulk()`. `Tx` is what handlers get. */
export interface DatabaseTransaction<Tx> extends RunInTransaction<Tx> {
  /**
   * Runs a statement within a transaction, with `$1`, `$2`... bound to `values`, and resolves to its rows. For code that does not
   * know which library the transaction belongs to.
   */
  query<Row extends object>(tx: Tx, text: string, values?: readonly unknown[]): Promise<Row[]>;
}
