import type { IncomingMessage, ServerResponse } from 'node:http';
import type { BulkOptions } from '@multistatus/core';
import { createBulkHandler } from '@multistatus/core/adapter';
import { readEnvelope, writeEnvelope } from '@multistatus/node';

/** What the context of a handler has beside `index`, `signal` and `transaction`. */
export interface ExpressItemExtra<Req extends IncomingMessage = IncomingMessage> {
  /** The request that carries the list. */
  readonly req: Req;
}

/** Options of {@link bulk}; `Req` is what the app calls a request, such as Express's `Request`. */
export type ExpressBulkOptions<Item, Req extends IncomingMessage = IncomingMessage> = BulkOptions<
  Item,
  ExpressItemExtra<Req>
>;

/** Fits a route of Express 4 and 5. */
export type BulkHandler = (
  req: IncomingMessage,
  res: ServerResponse,
  next: (error?: unknown) => void,
) => void;

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
 * app.patch('/photos', bulk({
 *   item: photoChangeSchema,
 *   href: (change) => `/photos/${change.id}`,
 *   handle: async (change, { signal }) => save(change, signal),
 * }));
 */
export function bulk<Item = unknown, Req extends IncomingMessage = IncomingMessage>(
  options: ExpressBulkOptions<Item, Req>,
): BulkHandler {
  const handle = createBulkHandler(options);
  return function bulk(req, res, next) {
    const { originalUrl = '/', body } = req as IncomingMessage & { originalUrl?: string; body?: unknown };
    const envelope = readEnvelope(req, res, { url: originalUrl, parsedBody: body, outer: req });
    handle({ envelope, extra: { req: req as Req }, message: req })
      .then((response) => writeEnvelope(req, res, response))
      .catch(next);
  };
}
