import type { EnvelopeResponse } from '@multistatus/core/adapter';
import { closeAfterwards, discardRest, withoutRest } from '@multistatus/node';
import type { KoaContext } from './koa-context.js';
import { setResponse } from './set-response.js';

/**
 * Makes the answer to a batch that of the context, unless something else has answered in the meantime, such as a timeout of
 * the app.
 *
 * An answer to a request that is still arriving closes its connection.
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
    ctx.set('content-length', String(bytes.byteLength)); // after the body: Koa takes it away from a stream
  }
}
