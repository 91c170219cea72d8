import type { EnvelopeResponse } from '../http/envelope.js';

/** Returns an answer that says that it is the answer to an earlier request with the same key. */
export function asReplayed(answer: EnvelopeResponse): EnvelopeResponse {
  return { ...answer, headers: { ...answer.headers, 'idempotency-replayed': 'true' } };
}
