import assert from 'node:assert/strict';
import { gunzipSync } from 'node:zlib';
import type { JsonDocument, JsonResponse, WireAnswer } from '../../conformance/case.js';
import { exchangeOverSocket } from '../../conformance/exchange-over-socket.js';
import { setCookiesOf } from './cookie-jar.js';
import type { CaseRequest, Exchange } from './middleware-case.js';

export const BATCH_PATH = '/batch';

/** One answer, in the form in which both ways are compared. */
export interface StepAnswer {
  readonly status: number;
  /** Without those of a connection, and without Set-Cookie. */
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly bytes: Uint8Array;
}

/** What came back for the steps of one exchange. */
export interface ExchangeAnswer {
  readonly steps: readonly StepAnswer[];
  /** In the order of the wire. */
  readonly setCookies: readonly string[];
  /** The headers of the envelope, where there is one. */
  readonly envelopeHeaders: WireAnswer['headers'];
}

/** Where the requests go, and the cookies that they carry. */
export interface Destination {
  readonly port: number;
  readonly cookies: { readonly cookie?: string };
}

/** What belongs to one connection or one moment (design sections 4 and 8), or travels on the envelope. */
const LEFT_OUT: ReadonlySet<string> = new Set([
  'date',
  'connection',
  'keep-alive',
  'transfer-encoding',
  'content-length',
  'x-powered-by',
  'set-cookie',
]);

/** Sends each request by itself, one after another. */
export async function sendEach(
  { shared, steps }: Exchange,
  { port, cookies }: Destination,
): Promise<ExchangeAnswer> {
  const answers: WireAnswer[] = [];
  for (const { send } of steps) {
    const headers = { ...cookies, ...shared, ...send.headers };
    const { method, path, body } = send;
    answers.push(
      await exchangeOverSocket(port, path, { method, headers, ...(body === undefined ? {} : { body }) }),
    );
  }
  return {
    steps: answers.map(({ status, headers, bytes }) => ({ status, headers: keptHeaders(headers), bytes })),
    setCookies: answers.flatMap(setCookiesOf),
    envelopeHeaders: {},
  };
}

/** Sends all requests in one batch. */
export async function sendBatch(
  { shared, envelope, steps }: Exchange,
  { port, cookies }: Destination,
): Promise<ExchangeAnswer> {
  const requests = steps.map(({ send }) => toOperation(send));
  const answer = await exchangeOverSocket(port, BATCH_PATH, {
    method: 'POST',
    headers: { ...cookies, 'content-type': 'application/json', ...shared, ...envelope },
    body: JSON.stringify({ requests }),
  });
  const text = Buffer.from(decoded(answer)).toString();
  assert.equal(answer.status, 207, text);
  const { responses } = JSON.parse(text) as JsonDocument;
  assert.equal(responses.length, steps.length);
  return {
    steps: responses.map(toStepAnswer),
    setCookies: setCookiesOf(answer),
    envelopeHeaders: answer.headers,
  };
}

function toOperation({ method, path, headers, body }: CaseRequest): object {
  const operation = { method, url: path, headers };
  if (body === undefined) return operation;
  if (typeof body !== 'string') {
    return { ...operation, body: Buffer.from(body).toString('base64'), bodyEncoding: 'base64' };
  }
  if (headers?.['content-type'] !== 'application/json') return { ...operation, body, bodyEncoding: 'text' };
  try {
    return { ...operation, body: JSON.parse(body) as unknown };
  } catch {
    return { ...operation, body, bodyEncoding: 'text' }; // what the app's own parser has to refuse
  }
}

function decoded({ headers, bytes }: WireAnswer): Uint8Array {
  return headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes;
}

function toStepAnswer({ status, headers = {}, ...content }: JsonResponse): StepAnswer {
  assert.equal(headers['set-cookie'], undefined, 'a cookie stands in the document');
  return { status, headers: keptHeaders(headers), bytes: bytesOf(content) };
}

function bytesOf({ body, bodyEncoding }: Pick<JsonResponse, 'body' | 'bodyEncoding'>): Uint8Array {
  if (body === undefined) return Buffer.alloc(0);
  if (bodyEncoding === undefined) return Buffer.from(JSON.stringify(body));
  return Buffer.from(body as string, bodyEncoding === 'base64' ? 'base64' : 'utf8');
}

function keptHeaders(headers: WireAnswer['headers']): StepAnswer['headers'] {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !LEFT_OUT.has(name)));
}
