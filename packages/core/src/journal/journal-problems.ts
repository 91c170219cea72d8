import type { Operation } from '../operation/operation.js';
import { failedOutcome, type Outcome, skippedOutcome } from '../operation/outcome.js';
import type { RunWords } from '../operation/run-words.js';

/** Returns the outcome of an operation that an earlier attempt had started and that must not run again. */
export function interruptedOutcome(operation: Operation, words: RunWords): Outcome {
  const detail = `The server stopped while the ${words.operation} ran; whether it took effect is unknown`;
  return failedOutcome(operation, 'interrupted', detail);
}

/** Returns the outcome of an operation that another process may run, because it may have taken over the request. */
export function takenOverOutcome(operation: Operation, words: RunWords): Outcome {
  const detail = `Another process may have taken over the ${words.run}; send it again with the same Idempotency-Key for the outcome of the ${words.operation}`;
  return failedOutcome(operation, 'interrupted', detail);
}

/** Returns the outcome of an operation that does not run in this attempt, and may have run in an earlier one. */
export function uncertainOutcome(operation: Operation, words: RunWords): Outcome {
  const detail = `The ${words.operation} did not run now, but an earlier attempt may have run it; send the ${words.run} again only with the same Idempotency-Key`;
  return failedOutcome(operation, 'interrupted', detail);
}

/** Returns the outcome of an operation that has not run because it could not be claimed. */
export function unclaimedOutcome(operation: Operation, words: RunWords): Outcome {
  const detail = `The journal of the server cannot be reached; the ${words.operation} did not run, and may be sent again`;
  return skippedOutcome(operation, 'journal-unavailable', { detail });
}
