import { RETRY_AFTER_SECONDS } from './encode-outcomes.js';
import { firstValue } from './first-value.js';
import { type Outcome, statusOf } from './outcome.js';

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

/** Seconds, or a date (RFC 9110 section 10.2.3). */
function readSeconds(field: string | undefined, now: number): number | undefined {
  if (field === undefined) return undefined;
  if (/^\d{1,9}$/.test(field)) return Number(field);
  const date = Date.parse(field);
  return Number.isNaN(date) ? undefined : Math.max(0, Math.ceil((date - now) / 1000));
}
