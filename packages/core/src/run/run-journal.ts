import type { Operation } from '../operation/operation.js';
import type { Outcome } from '../operation/outcome.js';

/** Keeps which operations of a run have started, so that none starts twice, and the outcomes that it already has. */
export interface RunJournal {
  /** True if each operation that may change something runs in a transaction of its own. */
  readonly isEveryOperationAtomic: boolean;
  /** Returns the outcome that an operation has from an earlier attempt: it must not run again. */
  outcomeOf(operation: Operation): Outcome | undefined;
  /**
   * Claims operations before they start. Resolves to `undefined` if they may run, or else to the function that returns their
   * outcomes. Never rejects.
   */
  claim(
    operations: readonly Operation[],
    isGroup: boolean,
  ): Promise<((operation: Operation) => Outcome) | undefined>;
  /**
   * Keeps the outcomes of a group within its transaction, if that runs on the database of the journal. Called when all
   * operations of the group have succeeded.
   *
   * @throws {Error} if the transaction must be rolled back.
   */
  keepWithin(transaction: unknown, outcomes: readonly Outcome[]): Promise<void>;
  /**
   * Checks whether what {@link RunJournal.keepWithin} has kept was committed, after a COMMIT whose answer was lost. Resolves to false
   * if that is not known. Never rejects.
   */
  isCommitted(operations: readonly Operation[]): Promise<boolean>;
}
