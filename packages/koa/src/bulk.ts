import type { BulkOptions, ItemSchema } from '@multistatus/core';
import { attachEndpoint, checkCalled, createBulkEndpoint } from '@multistatus/core/adapter';
import { compileItemSchema, type ItemJsonSchema, readEnvelope, sendToContext } from '@multistatus/node';
// biome-ignore lint/style/noRestrictedImports: only its type, for handlers that do not name the type of their context
import type { Context } from 'koa';
import type { KoaContext } from './koa-context.js';

/** What the context of an item handler has in addition to `index`, `signal` and `transaction`. */
export interface KoaItemExtra<Ctx extends KoaContext = Context> {
  /** The Koa context of the request that contains the list. */
  readonly ctx: Ctx;
}

/**
 * Options of {@link bulk}. `Ctx` is the context type of the app, such as `Context` of Koa; `Tx` is the type of the value that the
 * option `transaction` passes to `run`; `Principal` is what the option `capture` of `respondAsync` returns.
 */
export type KoaBulkOptions<
  Item,
  Ctx extends KoaContext = Context,
  Tx = unknown,
  Principal = never,
> = BulkOptions<Item, KoaItemExtra<Ctx>, ItemSchema<Item> | ItemJsonSchema<Item>, Tx, Principal>;

/** A middleware for the routes of a router, and for `app.use`. */
export interface BulkMiddleware {
  /** Answers a list of items. It never passes a request on. */
  (ctx: KoaContext): Promise<void>;
  /**
   * Refuses further lists with 503, and starts no more items of those that run: to be called before the server is closed. Resolves
   * when all of them have been answered.
   */
  readonly drain: () => Promise<void>;
}

/**
 * Returns the handler of a route that takes a list of items. Each item is validated and handled on its own.
 *
 * The request is a JSON array, `{ "items": [...] }` or NDJSON. The answer is 207 Multi-Status with one response per item, in
 * JSON, XML or NDJSON, depending on the Accept header.
 *
 * @throws {TypeError} for an unknown option, a value of the wrong type, or options that exclude each other.
 * @throws {RangeError} for a limit that is out of range.
 *
 * @example
 * ```ts
 * router.patch('/comments', bulk({
 *   item: moderationSchema,
 *   href: (comment) => `/comments/${comment.id}`,
 *   handle: async (comment, { signal }) => moderate(comment, signal),
 * }));
 * ```
 */
export function bulk<Item = unknown, Ctx extends KoaContext = Context, Tx = unknown, Principal = never>(
  options: KoaBulkOptions<Item, Ctx, Tx, Principal>,
  ...extra: never[]
): BulkMiddleware {
  checkCalled('bulk', extra, "router.patch('/photos', bulk({ item, handle }))");
  const { handle, drain, asyncEndpoint } = createBulkEndpoint(options, compileItemSchema);
  async function bulk(ctx: KoaContext): Promise<void> {
    const parsedBody = (ctx.request as { readonly body?: unknown }).body;
    const envelope = readEnvelope(ctx.req, ctx.res, { url: ctx.originalUrl, parsedBody, outer: ctx });
    sendToContext(ctx, await handle({ envelope, extra: { ctx: ctx as Ctx }, message: ctx.req }));
  }
  if (asyncEndpoint !== undefined) attachEndpoint(bulk, asyncEndpoint);
  return Object.assign(bulk, { drain });
}
