import type { BulkOptions } from '@multistatus/core';
import { createBulkHandler } from '@multistatus/core/adapter';
import { readEnvelope } from '@multistatus/node';
import type { KoaContext } from './koa-context.js';
import { sendEnvelope } from './send-envelope.js';

/** What the context of a handler has beside `index`, `signal` and `transaction`. */
export interface KoaItemExtra<Ctx extends KoaContext = KoaContext> {
  /** The context of the request that carries the list. */
  readonly ctx: Ctx;
}

/** Options of {@link bulk}; `Ctx` is what the app calls a context, such as Koa's `Context`. */
export type KoaBulkOptions<Item, Ctx extends KoaContext = KoaContext> = BulkOptions<Item, KoaItemExtra<Ctx>>;

/** Fits a route of @koa/router, and `app.use`. */
export type BulkMiddleware = (ctx: KoaContext) => Promise<void>;

/**
 * Gives the handler of a route that takes a list of items, each validated and answered for itself.
 *
 * Takes a JSON array, `{ "items": [...] }`, or NDJSON; answers 207 Multi-Status with a response per item, in JSON, XML or
 * NDJSON by the request's Accept.
 *
 * @throws {TypeError} for an unknown option, a value of the wrong kind, or options that exclude each other.
 * @throws {RangeError} for a limit out of its range.
 *
 * @example
 * router.patch('/comments', bulk({
 *   item: moderationSchema,
 *   href: (comment) => `/comments/${comment.id}`,
 *   handle: async (comment, { signal }) => moderate(comment, signal),
 * }));
 */
export function bulk<Item = unknown, Ctx extends KoaContext = KoaContext>(
  options: KoaBulkOptions<Item, Ctx>,
): BulkMiddleware {
  const handle = createBulkHandler(options);
  return async function bulk(ctx) {
    const parsedBody = (ctx.request as { readonly body?: unknown }).body;
    const envelope = readEnvelope(ctx.req, ctx.res, { url: ctx.originalUrl, parsedBody, outer: ctx });
    sendEnvelope(ctx, await handle({ envelope, extra: { ctx: ctx as Ctx }, message: ctx.req }));
  };
}
