import type { EnvelopeResponse } from '@multistatus/core/adapter';
import { closeAfterwards, discardRest, withoutRest } from '@multistatus/node';
import type { KoaContext } from './koa-context.js';
import { setResponse } from './set-response.js';

/**
 * Sets the answer to a batch on the context, unless something else has already answered, such as a timeout of the app.
 *
 * If the request has not arrived completely, its connection is closed after the answer.
 */
export function sendEnvelope(ctx: KoaContext, response: EnvelopeResponse): void {
  const { req, res } = ctx;
  const { body } = response;
  if (ctx.headerSent || req.complete) void discardRest(req, res);
  if (ctx.headerSent) return;
  if (req.complete) setResponse(ctx, response);
  else if (typeof body !== 'string') {
    setResponse(ctx, response);
    res.once('close', () => void discardRest(req, res));
  } else {
    const bytes = Buffer.from(body);
    closeAfterwards(req, res);
    setResponse(ctx, { ...response, body: withoutRest(req, res, bytes) });
    ctx.set('content-length', String(bytes.byteLength)); // after the body: Koa removes it when the body is a stream
  }
}
