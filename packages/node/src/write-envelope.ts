import type { IncomingMessage, ServerResponse } from 'node:http';
import type { EnvelopeResponse } from '@multistatus/core/adapter';
import { discardRest } from './discard-rest.js';
import { type PreparedResponse, prepareResponse } from './prepare-response.js';
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
  const { body } = prepared;
  if (body === undefined || Buffer.isBuffer(body)) {
    setHead(res, prepared);
    res.end(body);
    return;
  }
  try {
    await writePieces(res, body, () => setHead(res, prepared));
  } finally {
    void discardRest(req, res);
  }
}

function setHead(res: ServerResponse, { status, headers }: PreparedResponse): void {
  res.statusCode = status;
  for (const [name, value] of Object.entries(headers)) res.setHeader(name, value);
}
