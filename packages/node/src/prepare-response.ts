import type { IncomingMessage, ServerResponse } from 'node:http';
import type { EnvelopeResponse } from '@multistatus/core/adapter';
import { discardRest } from './discard-rest.js';
import { SendTimeout } from './send-timeout.js';
import { TimedPieces } from './timed-pieces.js';
import { toBytes } from './to-bytes.js';

/** For an answer without `sendTimeoutMs`. */
const DEFAULT_SEND_TIMEOUT_MS = 30_000;

/** An answer with all headers that its connection needs. */
export interface PreparedResponse {
  /** The HTTP status code. */
  readonly status: number;
  /** By lower-case name. Each replaces a header of that name that the app has set before. */
  readonly headers: EnvelopeResponse['headers'];
  /** The body: whole; in pieces; or `undefined` for none. */
  readonly body: EnvelopeResponse['body'];
}

/**
 * Returns the answer to a batch, a bulk request or a report as every host sends it. Returns `undefined` if something else has
 * already answered, such as a timeout of the app.
 *
 * A client that reads nothing for `sendTimeoutMs` milliseconds while bytes wait for it is disconnected.
 *
 * If the request has not arrived completely, a whole answer gets the header that closes the connection, and its body ends only
 * after the rest of the request has been discarded.
 */
export function prepareResponse(
  req: IncomingMessage,
  res: ServerResponse,
  { status, headers, body, sendTimeoutMs = DEFAULT_SEND_TIMEOUT_MS }: EnvelopeResponse,
): PreparedResponse | undefined {
  if (res.headersSent) {
    void discardRest(req, res);
    return undefined;
  }
  if (body === undefined) {
    void discardRest(req, res);
    return { status, headers, body };
  }
  const timeout = new SendTimeout(res, sendTimeoutMs);
  if (isInPieces(body)) return { status, headers, body: new TimedPieces(body, timeout) };
  timeout.start();
  const length = typeof body === 'string' ? Buffer.byteLength(body) : body.byteLength;
  // Node does not set content-length for HEAD.
  const sized = Object.assign({}, headers, { 'content-length': String(length) });
  if (req.complete) {
    void discardRest(req, res);
    return { status, headers: sized, body };
  }
  // HTTP/2 does not have the header (RFC 9113 section 8.2.2).
  const closing = req.httpVersionMajor === 1 ? { ...sized, connection: 'close' } : sized;
  return { status, headers: closing, body: withoutRest(req, res, toBytes(body)) };
}

/** Checks whether a body is in pieces. */
export function isInPieces(body: EnvelopeResponse['body']): body is AsyncIterable<string | Uint8Array> {
  return typeof body === 'object' && Symbol.asyncIterator in body;
}

/** Yields the bytes. Ends after the rest of the request has been discarded, because the end may close the connection. */
async function* withoutRest(
  req: IncomingMessage,
  res: ServerResponse,
  bytes: Uint8Array,
): AsyncGenerator<Uint8Array, void, undefined> {
  yield bytes;
  await discardRest(req, res);
}
