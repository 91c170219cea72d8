import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import type { EnvelopeResponse } from '@multistatus/core/adapter';
import { cutOff } from './cut-off.js';
import { discardRest } from './discard-rest.js';
import { isInPieces, prepareResponse } from './prepare-response.js';
import { toBytes } from './to-bytes.js';

/** The part of a Koa context that an answer is set on. The contexts of Koa 2 and 3 are assignable to it. */
export interface ResponseContext {
  /** The request of Node, which Koa wraps. */
  readonly req: IncomingMessage;
  /** The response of Node, which Koa sends. */
  readonly res: ServerResponse;
  /** False once the response has ended or its connection has closed. */
  readonly writable: boolean;
  /** The status code of the response, which is set. */
  status: number;
  /** The body of the response, which is set. */
  body: unknown;
}

/**
 * Sets the answer to a batch, a bulk request, a monitor or a report on a Koa context; Koa sends it after the middleware has ended. Does
 * nothing if something else has already answered, such as a timeout of the app.
 *
 * If the source of a body fails, the connection is closed, so that no client takes the answer as complete, and the app emits
 * `error`. If the request has not arrived completely, its rest is discarded, and the connection is closed after a whole answer.
 */
export function sendToContext(ctx: ResponseContext, response: EnvelopeResponse): void {
  const prepared = prepareResponse(ctx.req, ctx.res, response);
  if (prepared === undefined) return;
  const { status, headers, body } = prepared;
  if (body === undefined) {
    ctx.status = 204; // with another status, Koa would add a body of its own or change the status
    ctx.body = null;
  }
  ctx.status = status;
  // Before the body: Koa guesses a content type if none is set.
  for (const name of Object.keys(headers)) setHeader(ctx, name, headers[name] as string | readonly string[]);
  if (body === undefined) return;
  if (!isInPieces(body)) ctx.body = toBytes(body);
  else {
    // Koa 2 reports the error of a body but keeps the connection open after half an answer.
    ctx.body = Readable.from(bytesOf(body, ctx)).once('error', () => cutOff(ctx.res));
    const length = headers['content-length'];
    if (length !== undefined) setHeader(ctx, 'content-length', length); // Koa removes it when a stream replaces a body
  }
}

/** On the response itself: the method of the context delegates to that of Koa's response, which calls this one. */
function setHeader({ res }: ResponseContext, name: string, value: string | readonly string[]): void {
  res.setHeader(name, typeof value === 'string' ? value : [...value]);
}

/** Yields the pieces of a body as bytes. Errors of the source are ignored after the client has disconnected. */
async function* bytesOf(
  pieces: AsyncIterable<string | Uint8Array>,
  ctx: ResponseContext,
): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    for await (const piece of pieces) yield toBytes(piece);
  } catch (error) {
    if (ctx.writable) throw error;
  } finally {
    void discardRest(ctx.req, ctx.res);
  }
}
