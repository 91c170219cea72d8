import { Readable } from 'node:stream';
import { discardBody, type EnvelopeResponse } from '@multistatus/core';
import type { KoaContext } from './koa-context.js';

/**
 * Makes an answer that of the context, unless something else has answered in the meantime, such as a timeout of the app.
 * If the pieces of a streamed one fail to come, it is cut off, and `app.on('error')` hears.
 */
export function sendEnvelope(ctx: KoaContext, { status, headers, body }: EnvelopeResponse): void {
  if (typeof body === 'string') discardBody(ctx.req);
  if (ctx.headerSent) return;
  ctx.status = status;
  // Before the body: Koa guesses a type for a body that has none.
  for (const [name, value] of Object.entries(headers)) {
    ctx.set(name, typeof value === 'string' ? value : [...value]);
  }
  ctx.body =
    typeof body === 'string'
      ? Buffer.from(body) // as text, the head would be sent in its encoding
      : Readable.from(body)
          .once('error', () => ctx.res.destroy())
          .once('close', () => discardBody(ctx.req));
}
