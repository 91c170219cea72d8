import { STATUS_CODES } from 'node:http';
import type { WireAnswer, WireRequest } from './case.js';

type Fetch = (request: Request) => Response | Promise<Response>;

const UTF8 = new TextEncoder();

/**
 * Passes one request to a fetch handler, as a server does, and returns the response as on the wire.
 *
 * When the client leaves, the signal of the request is aborted, its body fails, and the response goes nowhere.
 */
export async function exchangeByFetch(
  handler: Fetch,
  path: string,
  request: WireRequest,
): Promise<WireAnswer> {
  const { method, signal } = request;
  const left = new Promise<never>((_resolve, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason));
  });
  const exchange = async (): Promise<WireAnswer> => {
    const response = await handler(toRequest(path, request));
    const { status, headers } = response;
    // A server sends no body in answer to HEAD.
    const bytes = method === 'HEAD' ? new Uint8Array(0) : new Uint8Array(await response.arrayBuffer());
    return { status, statusMessage: STATUS_CODES[status] ?? '', headers: toFields(headers), bytes };
  };
  return Promise.race([exchange(), left]);
}

function toRequest(path: string, { method, headers, body, signal, ...request }: WireRequest): Request {
  const fields = new Headers();
  for (const [name, value] of Object.entries({ host: 'photos.example', ...headers })) {
    for (const each of [value].flat()) fields.append(name, each);
  }
  const whole = typeof body === 'string' ? UTF8.encode(body) : body;
  if (whole instanceof Uint8Array && !fields.has('content-length')) {
    fields.set('content-length', String(whole.byteLength));
  }
  const pieces = whole instanceof Uint8Array ? [whole] : whole;
  return new Request(`http://photos.example${request.path ?? path}`, {
    method,
    headers: fields,
    body: pieces === undefined ? null : toStream(pieces, signal),
    duplex: 'half',
    ...(signal === undefined ? {} : { signal }),
  });
}

function toStream(
  pieces: Iterable<Uint8Array> | AsyncIterable<string | Uint8Array>,
  signal: AbortSignal | undefined,
): ReadableStream<Uint8Array> {
  const { readable, writable } = new TransformStream<string | Uint8Array, Uint8Array>({
    transform: (piece, controller) =>
      controller.enqueue(typeof piece === 'string' ? UTF8.encode(piece) : piece),
  });
  ReadableStream.from(pieces)
    .pipeTo(writable, signal === undefined ? {} : { signal })
    .catch(() => undefined); // the endpoint has stopped reading, or the client has left
  return readable;
}

function toFields(headers: Headers): WireAnswer['headers'] {
  const cookies = headers.getSetCookie();
  const [first] = cookies;
  return {
    ...Object.fromEntries(headers),
    ...(first === undefined ? {} : { 'set-cookie': cookies.length === 1 ? first : cookies }),
  };
}
