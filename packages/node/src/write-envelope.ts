import type { IncomingMessage, ServerResponse } from 'node:http';
import type { EnvelopeResponse } from '@multistatus/core/adapter';
import { discardRest } from './discard-rest.js';
import { writePieces } from './write-pieces.js';

/**
 * Sends the answer to a batch, unless something else has answered in the meantime, such as a timeout of the app.
 *
 * Resolves when it is handed over. Rejects if the pieces of a streamed answer fail to come; the connection is then cut off,
 * so that no client takes the answer for whole. An answer to a request that is still arriving closes its connection.
 */
export async function writeEnvelope(
  req: IncomingMessage,
  res: ServerResponse,
  { status, headers, body }: EnvelopeResponse,
): Promise<void> {
  if (res.headersSent) {
    await discardRest(req, res);
    return;
  }
  res.statusCode = status;
  for (const [name, value] of Object.entries(headers)) res.setHeader(name, value);
  if (typeof body !== 'string') {
    await writePieces(res, body).finally(() => void discardRest(req, res));
    return;
  }
  const bytes = Buffer.from(body); // as text, the head would be sent in its encoding
  res.setHeader('content-length', String(bytes.byteLength)); // Node would leave it out for HEAD
  if (req.complete) {
    req.resume();
    res.end(bytes);
    return;
  }
  closeAfterwards(req, res);
  await writePieces(res, withoutRest(req, res, bytes));
}

/** Has the connection closed after this answer. HTTP/2 has no such header (RFC 9113 section 8.2.2). */
export function closeAfterwards(req: IncomingMessage, res: ServerResponse): void {
  if (req.httpVersionMajor === 1) res.setHeader('connection', 'close');
}

/** Yields a whole answer, and ends once the rest of its request is discarded: the end of an answer may close the connection. */
export async function* withoutRest(
  req: IncomingMessage,
  res: ServerResponse,
  bytes: Uint8Array,
): AsyncGenerator<Uint8Array, void, undefined> {
  yield bytes;
  await discardRest(req, res);
}
