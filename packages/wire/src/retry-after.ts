import { parseHttpDate } from './http-date.js';

/** The value that replaces a larger number of seconds (RFC 9111 section 1.2.2). */
const MAX_SECONDS = 2 ** 31;

/**
 * Returns the delay of a `Retry-After` header (RFC 9110 section 10.2.3), in milliseconds from `now`, 0 or more. Returns
 * `undefined` if there is no header, or if its value is neither a number of seconds nor an HTTP-date. `now` is in
 * milliseconds since the epoch.
 */
export function parseRetryAfter(field: string | undefined, now: number): number | undefined {
  const value = field?.trim() ?? '';
  if (/^\d+$/.test(value)) return Math.min(Number(value), MAX_SECONDS) * 1_000;
  const time = parseHttpDate(value, now);
  return time === undefined ? undefined : Math.max(0, time - now);
}
