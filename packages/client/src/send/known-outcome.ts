import type { MultistatusReading, StatusResponse } from '@multistatus/document';
import { headerOf, toProblemUri } from '@multistatus/wire';
import { BatchError } from '../batch-error.js';
import { matchOutcomes, readExecuted } from '../match-outcomes.js';
import type { Ending } from '../may-resend.js';
import type { WireOperation } from './wire-operation.js';

/** What is known of an operation after it was sent. */
export interface KnownOutcome {
  readonly response: StatusResponse;
  readonly class: 'succeeded' | 'failed' | 'other';
  readonly ending: Ending;
  /** How often it was sent. */
  readonly tries: number;
}

interface Sent {
  readonly operations: readonly WireOperation[];
  readonly tries: number;
  /** Why the answer has no end, if it has none. */
  readonly cut?: unknown;
}

/** Gives what an answer tells of each operation that was sent. What it does not tell is a problem `no-outcome`. */
export function readOutcomes(reading: MultistatusReading, { operations, tries, cut }: Sent): KnownOutcome[] {
  const succeeded = new Set<unknown>(reading.succeeded());
  const failed = new Set<unknown>(reading.failed());
  const outcomes = matchOutcomes(
    reading,
    operations.map(({ id }) => id),
    cut,
  );
  return outcomes.map((outcome, index) => {
    if (outcome instanceof BatchError)
      return noOutcome(operations[index] as WireOperation, { error: outcome, tries });
    const retryAfter = headerOf(outcome.headers, 'retry-after');
    const ending = { status: outcome.status, executed: readExecuted(outcome), retryAfter };
    const ended = succeeded.has(outcome) ? 'succeeded' : failed.has(outcome) ? 'failed' : 'other';
    return { response: outcome, class: ended, ending, tries };
  });
}

/** Gives the outcome of an operation of which nothing is known: a failure that may have run. */
export function noOutcome(
  { id, url }: WireOperation,
  { error, tries }: { readonly error: BatchError; readonly tries: number },
): KnownOutcome {
  const problem = {
    type: toProblemUri('no-outcome'),
    title: 'No outcome of the operation has arrived',
    status: 502,
    detail: error.message,
    executed: 'unknown',
  };
  return {
    response: { id, href: url, status: 502, problem },
    class: 'failed',
    ending: { executed: 'unknown' },
    tries,
  };
}
