import { Readable } from 'node:stream';
import type { KoaContext } from './koa-context.js';

/** An answer that Koa sends once the middleware is done. */
export interface KoaResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: string | AsyncIterable<string | Uint8Array> | undefined;
}

/** Sets status, headers and body of a context. If the pieces of a body fail to come, the answer is cut off and `app.on('error')` is called. */
export function setResponse(ctx: KoaContext, { status, headers, body }: KoaResponse): void {
  ctx.status = status;
  // Before the body: Koa guesses a type for a body that has none.
  for (const [name, value] of Object.entries(headers)) {
    ctx.set(name, typeof value === 'string' ? value : [...value]);
  }
  if (body === undefined) ctx.body = null;
  else if (typeof body === 'string')
    ctx.body = Buffer.from(body); // as text, the head would be sent in its encoding
  else {
    // Koa 2 reports the error of a body and leaves the connection as it is, half an answer behind.
    ctx.body = Readable.from(body).once('error', () => ctx.res.destroy());
  }
}
