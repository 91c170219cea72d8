import type { IncomingMessage, ServerResponse } from 'node:http';
import type { BulkOptions, ItemSchema } from '@multistatus/core';
import { attachEndpoint, checkCalled, createBulkEndpoint } from '@multistatus/core/adapter';
import { compileItemSchema, type ItemJsonSchema, readEnvelope, writeEnvelope } from '@multistatus/node';
// biome-ignore lint/style/noRestrictedImports: only its type, for handlers that do not name the type of their requests
import type { Request } from 'express';

/** What the context of an item handler has in addition to `index`, `signal` and `transaction`. */
export interface ExpressItemExtra<Req extends IncomingMessage = Request> {
  /** The request that contains the list. */
  readonly req: Req;
}

/**
 * Options of {@link bulk}. `Req` is the request type of the app, such as `Request` of Express; `Tx` is the type of the value that
 * the option `transaction` passes to `run`; `Principal` is what the option `capture` of `respondAsync` returns.
 */
export type ExpressBulkOptions<
  Item,
  Req extends IncomingMessage = Request,
  Tx = unknown,
  Principal = never,
> = BulkOptions<Item, ExpressItemExtra<Req>, ItemSchema<Item> | ItemJsonSchema<Item>, Tx, Principal>;

/** A route handler for Express 4 and 5. */
export interface BulkHandler {
  /** Answers a list of items. Calls `next` only with errors. */
  (req: IncomingMessage, res: ServerResponse, next: (error?: unknown) => void): void;
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
 * app.patch('/photos', bulk({
 *   item: photoChangeSchema,
 *   href: (change) => `/photos/${change.id}`,
 *   handle: async (change, { signal }) => save(change, signal),
 * }));
 * ```
 */
export function bulk<Item = unknown, Req extends IncomingMessage = Request, Tx = unknown, Principal = never>(
  options: ExpressBulkOptions<Item, Req, Tx, Principal>,
  ...extra: never[]
): BulkHandler {
  checkCalled('bulk', extra, "app.patch('/photos', bulk({ item, handle }))");
  const { handle, drain, asyncEndpoint } = createBulkEndpoint(options, compileItemSchema);
  function bulk(req: IncomingMessage, res: ServerResponse, next: (error?: unknown) => void): void {
    const { originalUrl = '/', body } = req as IncomingMessage & { originalUrl?: string; body?: unknown };
    const envelope = readEnvelope(req, res, { url: originalUrl, parsedBody: body, outer: req });
    handle({ envelope, extra: { req: req as Req }, message: req })
      .then((response) => writeEnvelope(req, res, response))
      .catch(next);
  }
  if (asyncEndpoint !== undefined) attachEndpoint(bulk, asyncEndpoint);
  return Object.assign(bulk, { drain });
}
