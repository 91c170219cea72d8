import type { IncomingMessage, ServerResponse } from 'node:http';
import type { EnvelopeResponse } from '@multistatus/core/adapter';
import { discardRest } from './discard-rest.js';
import { writePieces } from './write-pieces.js';

/**
 * Sends the answer to a batch, unless something else has already answered, such as a timeout of the app.
 *
 * Resolves when the answer is written. Rejects if the source of a streamed answer fails; the connection is then closed, so
 * that no client takes the answer as complete. If the request has not arrived completely, its connection is closed after the
 * answer.
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
  const bytes = Buffer.from(body); // with a string, Node would also write the head in the encoding of the string
  res.setHeader('content-length', String(bytes.byteLength)); // Node does not set it for HEAD
  if (req.complete) {
    req.resume();
    res.end(bytes);
    return;
  }
  closeAfterwards(req, res);
  await writePieces(res, withoutRest(req, res, bytes));
}

/** Sets the header that closes the connection after this answer. HTTP/2 does not have it (RFC 9113 section 8.2.2). */
export function closeAfterwards(req: IncomingMessage, res: ServerResponse): void {
  if (req.httpVersionMajor === 1) res.setHeader('connection', 'close');
}

/**
 * Yields a whole answer, and ends only after the rest of its request has been discarded: ending the answer may close the
 * connection.
 */
export async function* withoutRest(
  req: IncomingMessage,
  res: ServerResponse,
  bytes: Uint8Array,
): AsyncGenerator<Uint8Array, void, undefined> {
  yield bytes;
  await discardRest(req, res);
}
