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
 * Runs an atomicity group so that either all of its operations take effect or none does.
 *
 * Begin a transaction, await `run(transaction)`, then commit. If `run` rejects, roll back and reject with the same error.
 * `run` may be called only once. Its argument is what operations of the group read from `getOperation(...).transaction`.
 *
 * @example
 * const transaction = async (group, run) => {
 *   const connection = await pool.connect();
 *   try {
 *     await connection.query('BEGIN');
 *     await run(connection);
 *     await connection.query('COMMIT');
 *   } catch (error) {
 *     await connection.query('ROLLBACK');
 *     throw error;
 *   } finally {
 *     connection.release();
 *   }
 * };
 */
export type Transaction = (
  group: OperationGroup,
  run: (transaction: unknown) => Promise<void>,
) => Promise<unknown>;
