/**
 * The error that a statement rejects with if it is sent through the transaction of a group that has ended, or is about to. The
 * statement did not run.
 *
 * Handlers see it if they go on after their operation has been answered or aborted.
 */
export class TransactionEndedError extends Error {
  /** Always `'TransactionEndedError'`. */
  override readonly name = 'TransactionEndedError';
  /** Always `'ERR_TRANSACTION_ENDED'`, by which the error can be recognised even if it comes from another copy of this package. */
  readonly code = 'ERR_TRANSACTION_ENDED';

  /** Creates the error that statements reject with, for tests of code that handles it. */
  constructor() {
    super('The transaction of the atomicity group has ended; this statement did not run');
  }
}
