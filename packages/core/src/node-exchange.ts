import { ClientConnection } from './http/client-signal.js';
import type { EnvelopeBody, EnvelopeHeaders, EnvelopeRequest, EnvelopeResponse } from './http/envelope.js';
import { operationContextOf } from './operation/operation-mark.js';

/** What is read of an `http.IncomingMessage`, or of the HTTP/2 request that stands for one. */
export interface NodeRequest {
  readonly method?: string | undefined;
  readonly headers: EnvelopeHeaders;
  readonly readableDidRead: boolean;
  iterator(options: { destroyOnReturn: boolean }): AsyncIterable<Uint8Array | string>;
  resume(): unknown;
}

/** What is used of an `http.ServerResponse`. */
export interface NodeResponse {
  statusCode: number;
  readonly headersSent: boolean;
  getHeaders(): object;
  setHeader(name: string, value: string | readonly string[]): unknown;
  readonly destroyed: boolean;
  on(event: 'drain', listener: () => void): unknown;
  once(event: 'close', listener: () => void): unknown;
  write(piece: string): boolean;
  /** Of the compression middleware. */
  flush?: () => void;
  end(body?: Uint8Array): unknown;
  destroy(): unknown;
}

/**
 * Turns a request of Node into the envelope of a batch.
 *
 * `url` is the target as received, mount paths included; `parsedBody` what a body parser has left, if one ran;
 * `outer` the request as the framework has it.
 */
export function readEnvelope(
  req: NodeRequest,
  res: NodeResponse,
  {
    url,
    parsedBody,
    outer,
  }: { readonly url: string; readonly parsedBody: unknown; readonly outer?: unknown },
): EnvelopeRequest {
  const client = new ClientConnection();
  // Also where something else has answered in the meantime; after the batch's own answer nothing runs any more.
  res.once('close', () => client.close());
  return {
    method: req.method ?? '',
    url,
    headers: withHost(req.headers),
    body: bodyOf(req, parsedBody),
    responseHeaders: res.getHeaders() as Readonly<Record<string, unknown>>,
    isOperation: operationContextOf(req) !== undefined,
    outer,
    signal: client,
  };
}

/**
 * Sends the answer to a batch, unless something else has answered in the meantime, such as a timeout of the app.
 *
 * Resolves when it is handed over; rejects if the pieces of a streamed one fail to come, and then cuts it off, so that
 * nobody takes it for whole.
 */
export async function writeEnvelope(
  req: NodeRequest,
  res: NodeResponse,
  response: EnvelopeResponse,
): Promise<void> {
  if (typeof response.body === 'string') discardBody(req);
  if (res.headersSent) return;
  res.statusCode = response.status;
  for (const [name, value] of Object.entries(response.headers)) res.setHeader(name, value);
  if (typeof response.body !== 'string') {
    await writePieces(res, response.body).finally(() => discardBody(req));
    return;
  }
  const body = Buffer.from(response.body); // as text, the head would be sent in its encoding
  res.setHeader('content-length', String(body.byteLength)); // Node would leave it out for HEAD
  res.end(body);
}

async function writePieces(res: NodeResponse, pieces: AsyncIterable<string>): Promise<void> {
  let wake = (): void => undefined;
  const goOn = (): void => wake();
  res.on('drain', goOn);
  res.once('close', goOn);
  try {
    for await (const piece of pieces) {
      if (res.destroyed) return;
      const isFull = !res.write(piece);
      res.flush?.(); // compression would keep it back
      if (!isFull) continue;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
    res.end();
  } catch (error) {
    res.destroy();
    throw error;
  }
}

/** Lets the rest of a refused body flow away: a client that is still sending it has to get to the answer. */
export function discardBody(req: NodeRequest): void {
  req.resume();
}

/** HTTP/2 has `:authority` in place of Host (RFC 9113 section 8.3.1). */
function withHost(headers: EnvelopeHeaders): EnvelopeHeaders {
  return headers['host'] === undefined ? { ...headers, host: headers[':authority'] } : headers;
}

function bodyOf(req: NodeRequest, parsedBody: unknown): EnvelopeBody {
  // Leaving the iterator early must not destroy the request: its socket has an answer to carry.
  if (!req.readableDidRead) return { kind: 'stream', stream: req.iterator({ destroyOnReturn: false }) };
  return parsedBody === undefined ? { kind: 'consumed' } : { kind: 'parsed', value: parsedBody };
}
