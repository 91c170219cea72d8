import assert from 'node:assert/strict';
import type { BatchAnswer, JsonDocument, WireRequest } from '../case.js';
import type { StartedHost } from './host.js';

/** Posts `{ requests }` as JSON, asks for JSON, and expects 207. */
export async function postBatch(
  exchange: StartedHost['exchange'],
  requests: readonly unknown[],
  headers: WireRequest['headers'],
): Promise<BatchAnswer> {
  const answer = await exchange({
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json', ...headers },
    body: JSON.stringify({ requests }),
  });
  const text = Buffer.from(answer.bytes).toString('utf8');
  assert.equal(answer.status, 207, text);
  const document = JSON.parse(text) as JsonDocument;
  return { answer, document, responses: document.responses };
}
