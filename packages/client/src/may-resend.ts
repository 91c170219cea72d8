import { isIdempotentMethod } from '@multistatus/wire';

/** The parts of an outcome that decide whether the operation is sent again. */
export interface Ending {
  /** `undefined` if there was no outcome. */
  readonly status?: number | undefined;
  /** Reports whether the operation ran; `true` if a handler answered. */
  readonly executed: boolean | 'unknown';
  /** The `Retry-After` of its answer. */
  readonly retryAfter?: string | undefined;
  /** True if it did not run because somebody cancelled the batch. */
  readonly isCancelled?: boolean;
}

/** Checks whether a request may run twice: because of its method, or because it has an `Idempotency-Key`. */
export function isIdempotent(method: string, headers: { has(name: string): boolean }): boolean {
  return isIdempotentMethod(method) || headers.has('idempotency-key');
}

/**
 * Checks whether an operation may be sent again. One that was refused always may, unless somebody
 * has cancelled it. One that may have run may only be
 * repeated if a second run does no harm.
 */
export function mayResend(
  { status, executed, retryAfter, isCancelled }: Ending,
  isHarmless: boolean,
): boolean {
  if (isCancelled === true) return false;
  const wasNotSent = status === undefined && executed === false;
  const isRefused =
    wasNotSent || status === 429 || (status === 503 && (executed === false || retryAfter !== undefined));
  if (isRefused) return true;
  const isUnknown = executed === 'unknown' || status === 502 || status === 504;
  return isUnknown && isHarmless;
}
