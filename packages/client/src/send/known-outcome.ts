import type { MultistatusReading, StatusResponse } from '@multistatus/document';
import { headerOf, toProblemUri } from '@multistatus/wire';
import { BatchError } from '../batch-error.js';
import type { BatchExchange } from '../batch-exchange.js';
import { matchOutcomes, readExecuted } from '../match-outcomes.js';
import type { Ending } from '../may-resend.js';
import type { WireOperation } from './wire-operation.js';

/** What is known about an operation after it was sent. */
export interface KnownOutcome {
  readonly response: StatusResponse;
  readonly class: 'succeeded' | 'failed' | 'other';
  readonly ending: Ending;
  /** The number of times that it was sent. */
  readonly tries: number;
}

interface Sent {
  readonly operations: readonly WireOperation[];
  readonly tries: number;
  /** Why the answer is incomplete, if it is. */
  readonly truncation?: unknown;
}

const CANCELLED = toProblemUri('cancelled');

/** Returns the outcome of each operation that was sent; a problem `no-outcome` if it is missing from the answer. */
export function readOutcomes(
  reading: MultistatusReading,
  { operations, tries, truncation }: Sent,
): KnownOutcome[] {
  const succeeded = new Set<unknown>(reading.succeeded());
  const failed = new Set<unknown>(reading.failed());
  const outcomes = matchOutcomes(
    reading,
    operations.map(({ id }) => id),
    truncation,
  );
  return outcomes.map((outcome, index) => {
    if (outcome instanceof BatchError)
      return noOutcome(operations[index] as WireOperation, { error: outcome, tries });
    const retryAfter = headerOf(outcome.headers, 'retry-after');
    const isCancelled = outcome.problem?.type === CANCELLED;
    const ending = { status: outcome.status, executed: readExecuted(outcome), retryAfter, isCancelled };
    const ended = succeeded.has(outcome) ? 'succeeded' : failed.has(outcome) ? 'failed' : 'other';
    return { response: outcome, class: ended, ending, tries };
  });
}

/** Returns what is known of the operations that were sent in a try; nothing if the batch was refused. */
export function outcomesOf(
  exchange: BatchExchange,
  { operations, tries }: Sent,
): [id: string, outcome: KnownOutcome][] {
  if (exchange.kind === 'refused') return [];
  const outcomes =
    exchange.kind === 'answered'
      ? readOutcomes(exchange.reading, { operations, tries, truncation: exchange.truncation })
      : operations.map((operation) => noOutcome(operation, { error: exchange.error, tries }));
  return outcomes.map((outcome, index) => [operations[index]?.id ?? '', outcome]);
}

/** Returns the outcome of an operation about which nothing is known: a failure that may have run. */
function noOutcome(
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
