import { Readable } from 'node:stream';
import type { KoaContext } from './koa-context.js';

/** An answer that Koa sends after the middleware has ended. */
export interface KoaResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: string | AsyncIterable<string | Uint8Array> | undefined;
}

/** Sets status, headers and body of a context. If the source of a body fails, the connection is closed and the app emits `error`. */
export function setResponse(ctx: KoaContext, { status, headers, body }: KoaResponse): void {
  ctx.status = status;
  // Before the body: Koa guesses a content type if none is set.
  for (const [name, value] of Object.entries(headers)) {
    ctx.set(name, typeof value === 'string' ? value : [...value]);
  }
  if (body === undefined) ctx.body = null;
  else if (typeof body === 'string')
    ctx.body = Buffer.from(body); // with a string, Node would also write the head in the encoding of the string
  else {
    // Koa 2 reports the error of a body but keeps the connection open after half an answer.
    ctx.body = Readable.from(body).once('error', () => ctx.res.destroy());
  }
}
