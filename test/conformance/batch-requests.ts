import assert from 'node:assert/strict';
import type { BatchAnswer, JsonDocument, JsonResponse, RunningHost, WireRequest } from './case.js';

/** One operation as a case writes it down. */
export interface WrittenOperation {
  readonly id?: string;
  readonly method: string;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly dependsOn?: readonly string[];
  readonly atomicityGroup?: string;
  readonly references?: readonly { readonly at: string; readonly from: string; readonly value: string }[];
}

/** Returns a GET of a URL. */
export function get(url: string, more: Partial<WrittenOperation> = {}): WrittenOperation {
  return { method: 'GET', url, ...more };
}

/** Returns the URL for which the target gives this answer. */
export function madeUrl({
  status = 200,
  json,
  text,
  type,
  set = {},
}: {
  readonly status?: number;
  /** The body, as value. */
  readonly json?: unknown;
  /** The body, as text; of `type`. */
  readonly text?: string;
  readonly type?: string;
  /** Header fields. */
  readonly set?: Readonly<Record<string, string>>;
}): string {
  const query = new URLSearchParams({ status: String(status) });
  if (json !== undefined) query.set('type', 'application/json');
  if (type !== undefined) query.set('type', type);
  if (json !== undefined || text !== undefined) query.set('text', text ?? JSON.stringify(json));
  for (const [name, value] of Object.entries(set)) query.append('set', `${name}:${value}`);
  return `/made?${query.toString()}`;
}

/** Posts a whole batch as JSON, asks for JSON, and expects 207. */
export async function runBatch(
  host: RunningHost,
  batch: unknown,
  headers: WireRequest['headers'] = {},
): Promise<BatchAnswer> {
  const answer = await host.exchange({
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json', ...headers },
    body: JSON.stringify(batch),
  });
  const text = Buffer.from(answer.bytes).toString('utf8');
  assert.equal(answer.status, 207, text);
  const document = JSON.parse(text) as JsonDocument;
  return { answer, document, responses: document.responses };
}

/** Returns the statuses of outcomes, in order. */
export function statusesOf(responses: readonly JsonResponse[]): readonly number[] {
  return responses.map(({ status }) => status);
}
