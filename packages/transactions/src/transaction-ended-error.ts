/**
 * The error that a statement rejects with if it is sent through the transaction of a group that has ended, or is about to. The
 * statement did not run.
 *
 * Handlers see it if they go on after their operation has been answered or aborted.
 */
export class TransactionEndedError extends Error {
  override readonly name = 'TransactionEndedError';
  readonly code = 'ERR_TRANSACTION_ENDED';

  constructor() {
    super('The transaction of the atomicity group has ended; this statement did not run');
  }
}
