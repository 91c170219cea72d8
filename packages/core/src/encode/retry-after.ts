import { firstValue, parseRetryAfter } from '@multistatus/wire';
import { type Outcome, statusOf } from '../operation/outcome.js';
import { RETRY_AFTER_SECONDS } from '../problem/retry-after-seconds.js';

/**
 * Tells the seconds after which all that was turned away may be sent again: the longest that an outcome of 429 or 503
 * asks for, `undefined` if none does.
 */
export function longestRetryAfter(outcomes: readonly Outcome[], now: number): number | undefined {
  let longest: number | undefined;
  for (const outcome of outcomes) {
    const status = statusOf(outcome);
    if (status !== 429 && status !== 503) continue;
    const seconds =
      outcome.kind === 'answered'
        ? readSeconds(firstValue(outcome.answer.headers['retry-after']), now)
        : RETRY_AFTER_SECONDS;
    if (seconds !== undefined) longest = Math.max(longest ?? 0, seconds);
  }
  return longest;
}

/** Returns whole seconds, rounded up. */
function readSeconds(field: string | undefined, now: number): number | undefined {
  const milliseconds = parseRetryAfter(field, now);
  return milliseconds === undefined ? undefined : Math.ceil(milliseconds / 1_000);
}
