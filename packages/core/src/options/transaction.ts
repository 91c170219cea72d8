import type { Operation } from '../operation/operation.js';

/** An atomicity group, as the option `transaction` sees it. */
export interface OperationGroup {
  readonly name: string;
  /** In the order in which they run. */
  readonly operations: readonly Operation[];
  /** Aborted when the batch is over: a wait for a connection may end then. */
  readonly signal: AbortSignal;
}

/**
 * Runs a group all or nothing: begins a transaction, awaits `run(transaction)`, then commits; rolls back if `run` rejects,
 * and rejects with the same error. What it gives to `run`, operations get by `getOperation`. `run` may be called once.
 */
export type Transaction = (
  group: OperationGroup,
  run: (transaction: unknown) => Promise<void>,
) => Promise<unknown>;
