import { firstValue } from '../http/first-value.js';
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

/** IMF-fixdate, which everybody sends (RFC 9110 section 5.6.7); Date.parse takes much that is no date. */
const HTTP_DATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/** Seconds, or a date (RFC 9110 section 10.2.3). */
function readSeconds(field: string | undefined, now: number): number | undefined {
  if (field === undefined) return undefined;
  if (/^\d{1,9}$/.test(field)) return Number(field);
  const date = HTTP_DATE.test(field) ? Date.parse(field) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, Math.ceil((date - now) / 1000));
}
