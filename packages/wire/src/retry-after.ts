import { parseHttpDate } from './http-date.js';

/** What a number of seconds that is too large to be represented counts as (RFC 9111 section 1.2.2). */
const MAX_SECONDS = 2 ** 31;

/**
 * Returns how long a `Retry-After` header asks to wait from `now`, in milliseconds, 0 or more; `undefined` if it is absent
 * or neither a number of seconds nor an HTTP-date (RFC 9110 section 10.2.3). `now` is in milliseconds since the epoch.
 */
export function parseRetryAfter(field: string | undefined, now: number): number | undefined {
  const value = field?.trim() ?? '';
  if (/^\d+$/.test(value)) return Math.min(Number(value), MAX_SECONDS) * 1_000;
  const time = parseHttpDate(value, now);
  return time === undefined ? undefined : Math.max(0, time - now);
}
