import { type ClaimedUnit, failedOutcome, type Outcome, skippedOutcome } from '@multistatus/core/adapter';

/** Returns the outcome of an operation of a job that has been interrupted so often that it is not run again. */
export function abandonedOutcome(
  operation: Outcome['operation'],
  { claimed, attempts }: { readonly claimed: ReadonlyMap<number, ClaimedUnit>; readonly attempts: number },
): Outcome {
  const reason = `The workers that ran this part of the request were interrupted ${attempts} times`;
  return claimed.has(operation.index)
    ? failedOutcome(
        operation,
        'interrupted',
        `${reason}; this operation had started, and may have taken effect`,
      )
    : skippedOutcome(operation, 'not-started', {
        detail: `${reason}; this operation had not started, and may be sent again`,
      });
}
