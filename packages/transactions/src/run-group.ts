import { GroupRolledBackError, type OperationGroup } from '@multistatus/core';
import { isRefusal } from './is-refusal.js';
import { isTransient } from './is-transient.js';
import type { Statements } from './statements.js';

/** A transaction that has begun, as a library offers it. */
export interface BegunTransaction<Tx> {
  /** What handlers get. It must send every statement through `statements`. */
  readonly tx: Tx;
  readonly statements: Statements;
  /**
   * Runs a statement that fails if the transaction cannot be committed. On PostgreSQL, any statement does so after another one
   * has failed, even if a handler ignored that.
   */
  check(): Promise<unknown>;
  /**
   * Commits and gives the connection back. Rejects if the server did not confirm that; with a `GroupRolledBackError` if it is
   * known that nothing was committed.
   */
  commit(): Promise<void>;
  /** Rolls back and gives the connection back; if a statement runs, closes the connection instead. */
  rollback(): Promise<void>;
}

/** Runs a group in a transaction that has begun, and ends the transaction. */
export async function runGroup<Tx>(
  group: OperationGroup,
  run: (transaction: Tx) => Promise<void>,
  begun: BegunTransaction<Tx>,
): Promise<void> {
  const { statements } = begun;
  try {
    await run(begun.tx);
    await beforeAbort(group.signal, () => statements.finish(() => begun.check()));
  } catch (error) {
    statements.cut();
    // No COMMIT was sent, so that nothing was committed, even if the connection is lost.
    await begun.rollback().catch(() => undefined);
    const { transientError } = statements;
    throw rolledBack(transientError ?? error, transientError !== undefined);
  }
  try {
    await begun.commit();
  } catch (error) {
    throw isRefusal(error) ? rolledBack(error) : error;
  }
}

/** Returns the error that says that nothing was committed, because of `cause`. */
export function rolledBack(cause: unknown, mayTryAgain: boolean = isTransient(cause)): GroupRolledBackError {
  return new GroupRolledBackError('The transaction was rolled back', { cause, isTransient: mayTryAgain });
}

/** Settles as `work` does, or rejects as soon as `signal` is aborted; `work` may still be running then. */
async function beforeAbort(signal: AbortSignal, work: () => Promise<unknown>): Promise<void> {
  signal.throwIfAborted();
  let abort = (): void => undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    abort = () => reject(signal.reason as Error);
    signal.addEventListener('abort', abort);
  });
  try {
    await Promise.race([work(), aborted]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
