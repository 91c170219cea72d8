import type { WrittenOperation } from './batch-requests.js';
import type { RunningHost, WireAnswer, WireRequest } from './case.js';

/** Returns an operation that changes something. */
export function post(body: unknown, more: Partial<WrittenOperation> = {}): WrittenOperation {
  return { method: 'POST', url: '/echo', body, ...more };
}

/** Returns the request of a batch of Ana with an Idempotency-Key. */
export function keyedRequest(
  key: string,
  requests: readonly WrittenOperation[],
  headers: WireRequest['headers'] = {},
): WireRequest {
  return {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json',
      'x-user': 'ana',
      'idempotency-key': `"${key}"`,
      ...headers,
    },
    body: JSON.stringify({ requests }),
  };
}

/** Sends a batch of Ana with an Idempotency-Key. */
export function sendKeyed(
  host: RunningHost,
  key: string,
  requests: readonly WrittenOperation[],
  headers: WireRequest['headers'] = {},
): Promise<WireAnswer> {
  return host.exchange(keyedRequest(key, requests, headers));
}
