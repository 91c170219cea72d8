import { parseRetryAfter } from '@multistatus/wire';
import type { ResolvedRetry } from './resolve-retry.js';

/**
 * Gives how long to wait before the next try, in milliseconds: what the server asks for, plus a random part that
 * doubles with each try, so that clients do not come back all at once. `undefined` if no try is left, or the server
 * asks for longer than `maxDelayMs`.
 *
 * `tries` counts those that were made. A `Retry-After` that is neither seconds nor a date is ignored (RFC 9110
 * section 10.2.3).
 */
export function retryDelay(
  retry: ResolvedRetry | undefined,
  { tries, retryAfter }: { readonly tries: number; readonly retryAfter: readonly (string | undefined)[] },
): number | undefined {
  if (retry === undefined || tries >= retry.maxTries) return undefined;
  const { baseDelayMs, maxDelayMs, clock } = retry;
  const asked = Math.max(0, ...retryAfter.map((field) => parseRetryAfter(field, clock.now()) ?? 0));
  if (asked > maxDelayMs) return undefined;
  const backoff = clock.random() * Math.min(maxDelayMs, baseDelayMs * 2 ** (tries - 1));
  return Math.min(maxDelayMs, asked + backoff);
}
