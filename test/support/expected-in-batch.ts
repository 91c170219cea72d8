import type { PlainAnswer, PlainHeaders } from './plain-exchange.js';
import type { BatchedResponse } from './send-in-batch.js';

/** Headers that an outcome omits: those about the connection or framing, and cookies. */
const NOT_IN_A_BATCH: readonly string[] = [
  'connection',
  'content-length',
  'date',
  'keep-alive',
  'set-cookie',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'x-powered-by',
];

/**
 * Returns the two sides of a comparison: a response over a socket, without what a batch omits on purpose, and a
 * response of a batch.
 *
 * `envelope` are the headers of the batch's own answer: an outcome omits a field that has the same value there. `method`
 * is that of the request: responses to HEAD, and 304, keep their Content-Length (RFC 9110 section 8.6).
 */
export function sidesOf(
  overSocket: PlainAnswer & { kind: 'answer' },
  inBatch: BatchedResponse,
  { envelope, method }: { readonly envelope: PlainHeaders; readonly method: string },
): { expected: unknown; received: unknown } {
  const always =
    method === 'HEAD' || overSocket.status === 304 ? ['content-type', 'content-length'] : ['content-type'];
  const headers = Object.entries(overSocket.headers).filter(
    ([name, value]) =>
      always.includes(name) || !(NOT_IN_A_BATCH.includes(name) || String(envelope[name]) === String(value)),
  );
  const { body, bodyEncoding } = inBatch;
  return {
    expected: {
      status: overSocket.status,
      headers: Object.fromEntries(headers),
      body: readAs(bodyEncoding, overSocket),
    },
    received: {
      status: inBatch.status,
      headers: inBatch.headers ?? {},
      body: body === undefined ? '' : body,
    },
  };
}

/** Reads the bytes of an answer in the form that the batch chose for them. */
function readAs(
  encoding: BatchedResponse['bodyEncoding'],
  { body, headers }: PlainAnswer & { kind: 'answer' },
): unknown {
  const type = String(headers['content-type']);
  if (body.byteLength === 0) return '';
  if (encoding === 'base64') return body.toString('base64');
  const charset = /charset="?([\w-]+)/i.exec(type)?.[1];
  const text = new TextDecoder(charset, { ignoreBOM: true }).decode(body);
  return encoding === 'text' ? text : JSON.parse(text);
}

/** Returns the cookies of responses as on an envelope: in order, the last one for each name, domain and path. */
export function liftedCookies(answers: readonly PlainAnswer[]): string[] {
  const jar = new Map<string, string>();
  for (const answer of answers) {
    if (answer.kind !== 'answer') continue;
    for (const cookie of [answer.headers['set-cookie'] ?? []].flat()) {
      const [name] = cookie.split('=', 1);
      const scope = ['domain', 'path'].map((key) => new RegExp(`; ?${key}=([^;]*)`, 'i').exec(cookie)?.[1]);
      const key = [name, ...scope].join(' ');
      jar.delete(key);
      jar.set(key, cookie);
    }
  }
  return [...jar.values()];
}
