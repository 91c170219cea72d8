import assert from 'node:assert/strict';
import type { RequestListener, Server } from 'node:http';
import request from 'supertest';
import { type OperationResponse, postBatch } from './post-batch.js';

/** Fields that belong to a connection or to the envelope, and stand in no outcome. */
const LEFT_OUT = new Set([
  'date',
  'connection',
  'keep-alive',
  'content-length',
  'transfer-encoding',
  'x-powered-by',
]);

/** An answer as the client of the API sees it. */
export interface Seen {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
}

/**
 * GETs a path as a request of its own and as an operation of a batch, with the same headers; in the batch, `shared` ones
 * stand on the envelope and `own` ones on the operation.
 */
export async function getBothWays(
  app: RequestListener | Server,
  path: string,
  shared: Readonly<Record<string, string>> = {},
  own: Readonly<Record<string, string>> = {},
): Promise<{ direct: Seen; batched: Seen }> {
  const direct = await request(app).get(path).set(shared).set(own).parse(readBytes);
  const { status, body, headers: written } = direct;
  const text = (body as Buffer).toString('utf8');
  const operation = { method: 'GET', url: path, headers: own };
  const [outcome] = await postBatch(app, [operation], { headers: shared });
  assert.ok(outcome);
  return {
    direct: { status, text, headers: withoutLeftOut(written as Record<string, unknown>) },
    batched: {
      status: outcome.status,
      text: textOf(outcome),
      headers: withoutLeftOut(outcome.headers ?? {}),
    },
  };
}

/** Instead of what supertest makes of a type: text of some, values of others, nothing of images. */
function readBytes(response: request.Response, done: (error: Error | null, body: Buffer) => void): void {
  const chunks: Buffer[] = [];
  const stream = response as unknown as NodeJS.ReadableStream;
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  stream.on('end', () => done(null, Buffer.concat(chunks)));
}

function textOf({ body, bodyEncoding }: OperationResponse): string {
  if (body === undefined) return '';
  if (bodyEncoding === undefined || typeof body !== 'string') return JSON.stringify(body);
  return Buffer.from(body, bodyEncoding === 'base64' ? 'base64' : 'utf8').toString('utf8');
}

function withoutLeftOut(headers: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !LEFT_OUT.has(name)));
}
