import { toOperationOutcome } from '../operation/operation-outcome.js';
import type { Outcome } from '../operation/outcome.js';
import { assertSynchronous } from '../options/assert-synchronous.js';
import { describeValue } from '../options/describe-value.js';
import type { Exchange } from './exchange.js';

/** A response with one of these statuses cannot carry the document (RFC 9110 section 15). */
const NO_CONTENT_STATUSES: ReadonlySet<unknown> = new Set([204, 205, 304]);

/** Checks whether a value is a final status whose response can carry a document. */
export function isStatusWithContent(status: unknown): status is number {
  return (
    Number.isInteger(status) &&
    (status as number) >= 200 &&
    (status as number) <= 599 &&
    !NO_CONTENT_STATUSES.has(status)
  );
}

/** Returns the status of an answer, as the option `status` decides it. */
export function answerStatus(
  outcomes: readonly Outcome[],
  { options: { status: statusOption, onError }, outer }: Pick<Exchange, 'options' | 'outer'>,
): number {
  if (statusOption === 'multi-status') return 207;
  if (statusOption === 'ok-or-multi-status') {
    return outcomes.every(({ result }) => result === 'succeeded') ? 200 : 207;
  }
  try {
    const status = statusOption(outcomes.map((outcome) => toOperationOutcome(outcome)));
    assertSynchronous('batch.status', status);
    if (isStatusWithContent(status)) return status;
    throw new RangeError(
      `batch.status must return a status from 200 to 599 with content, got ${describeValue(status)}`,
    );
  } catch (error) {
    // The operations have run, so the client must get their outcomes even if the option `status` fails.
    onError(error, { request: outer });
    return 207;
  }
}
