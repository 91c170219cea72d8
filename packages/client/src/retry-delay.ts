import { parseRetryAfter } from '@multistatus/wire';
import type { ResolvedRetry } from './resolve-retry.js';

/**
 * Returns the delay before the next try, in milliseconds: the longest `Retry-After` plus a random part, so that clients
 * do not all return at the same time. The upper bound of the random part doubles with each try. Returns `undefined` if
 * no try is left, or if the server asks for a longer delay than `maxDelayMs`.
 *
 * `tries` is the number of tries so far. A `Retry-After` that is neither seconds nor a date is ignored (RFC 9110
 * section 10.2.3).
 */
export function retryDelay(
  retry: ResolvedRetry | undefined,
  { tries, retryAfter }: { readonly tries: number; readonly retryAfter: readonly (string | undefined)[] },
): number | undefined {
  if (retry === undefined || tries >= retry.maxTries) return undefined;
  const { baseDelayMs, maxDelayMs, clock } = retry;
  const requested = Math.max(0, ...retryAfter.map((field) => parseRetryAfter(field, clock.now()) ?? 0));
  if (requested > maxDelayMs) return undefined;
  const backoff = clock.random() * Math.min(maxDelayMs, baseDelayMs * 2 ** (tries - 1));
  return Math.min(maxDelayMs, requested + backoff);
}
