import { firstValue, parseRetryAfter } from '@multistatus/wire';
import { type Outcome, statusOf } from '../operation/outcome.js';
import { RETRY_AFTER_SECONDS } from '../problem/retry-after-seconds.js';

/**
 * Returns the seconds after which all operations answered 429 or 503 may be sent again: the longest `Retry-After` of
 * their outcomes, or `undefined` if none has one. `now` is in milliseconds since the epoch.
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
