import type { IncomingMessage, ServerResponse } from 'node:http';
import type { EnvelopeResponse } from '@multistatus/core/adapter';
import { discardRest } from './discard-rest.js';
import { isInPieces, type PreparedResponse, prepareResponse } from './prepare-response.js';
import { toBytes } from './to-bytes.js';
import { writePieces } from './write-pieces.js';

/**
 * Sends the answer to a batch, a bulk request or a report: whole, in pieces, or without a body. Does nothing if something else
 * has already answered, such as a timeout of the app.
 *
 * Resolves when everything has been written, or when the client has disconnected. Rejects if the source of the pieces fails;
 * the connection is then closed, so that no client takes the answer as complete. After the client has disconnected, the source
 * is asked to return, and its errors are ignored.
 *
 * If the request has not arrived completely, its rest is discarded, and the connection is closed after a whole answer.
 */
export async function writeEnvelope(
  req: IncomingMessage,
  res: ServerResponse,
  response: EnvelopeResponse,
): Promise<void> {
  const prepared = prepareResponse(req, res, response);
  if (prepared === undefined) return;
  const { headers, body } = prepared;
  if (!isInPieces(body)) {
    setHead(res, prepared);
    if (body === undefined) res.end();
    // It is ASCII, so it can be sent as Latin-1, like the head. Node then writes both as one string, which is faster than encoding it.
    else if (typeof body === 'string' && isOfBytes(body, headers)) res.end(body, 'latin1');
    else res.end(toBytes(body));
    return;
  }
  try {
    await writePieces(res, body, () => setHead(res, prepared));
  } finally {
    void discardRest(req, res);
  }
}

/** Checks whether a text has as many characters as bytes. */
function isOfBytes(text: string, headers: PreparedResponse['headers']): boolean {
  return Number(headers['content-length']) === text.length;
}

function setHead(res: ServerResponse, { status, headers }: PreparedResponse): void {
  res.statusCode = status;
  for (const name of Object.keys(headers)) res.setHeader(name, headers[name] as string | readonly string[]);
}
