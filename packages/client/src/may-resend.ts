/** How an operation ended, as far as sending it again depends on it. */
export interface Ending {
  /** `undefined` if no outcome came. */
  readonly status?: number | undefined;
  /** Whether it ran, where the batch says so; `true` where a handler answered. */
  readonly executed: boolean | 'unknown';
  /** The `Retry-After` of its answer. */
  readonly retryAfter?: string | undefined;
}

/** Methods of which a second run changes nothing that the first has not (RFC 9110 section 9.2.2). */
const IDEMPOTENT: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE']);

/** Whether a request may run twice: by its method, or because it carries an `Idempotency-Key`. */
export function isIdempotent(method: string, headers: { has(name: string): boolean }): boolean {
  return IDEMPOTENT.has(method) || headers.has('idempotency-key');
}

/**
 * Whether an operation may be sent again: one that was turned away may whatever it is, one that may have run only if
 * a second run does no harm.
 */
export function mayResend({ status, executed, retryAfter }: Ending, isHarmless: boolean): boolean {
  const isTurnedAway = status === 429 || (status === 503 && (executed === false || retryAfter !== undefined));
  if (isTurnedAway) return true;
  const isOpen = executed === 'unknown' || status === 502 || status === 504;
  return isOpen && isHarmless;
}
