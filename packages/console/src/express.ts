import type { IncomingMessage, ServerResponse } from 'node:http';
import { type ConsoleOptions, checkConsoleOptions } from './console-options.js';
import { type ConsoleResponse, createConsole, withoutOrigin } from './create-console.js';

export type { ConsoleOptions } from './console-options.js';

/** Options of {@link batchConsole}; `Req` is the request type of the app, such as `Request` of Express. */
export type ExpressConsoleOptions<Req extends IncomingMessage = IncomingMessage> = ConsoleOptions<Req>;

/** A middleware for `app.use` and `router.use` of Express 4 and 5. */
export type ConsoleMiddleware = (
  req: IncomingMessage,
  res: ServerResponse,
  next: (error?: unknown) => void,
) => void;

/**
 * Returns a middleware that answers with a page on which batches are composed, watched and explained. It answers every request
 * below its mount path. The page sends its batches to the endpoint as the browser that shows it, and needs no other host.
 *
 * @throws {TypeError} for an unknown option or a value of the wrong type.
 *
 * @example
 * ```ts
 * app.use('/batch', batch());
 * app.use('/batch/console', batchConsole({ openapi: '/openapi.json' }));
 * ```
 */
export function batchConsole<Req extends IncomingMessage = IncomingMessage>(
  options: ExpressConsoleOptions<Req> = {},
  ...extra: never[]
): ConsoleMiddleware {
  if (extra.length > 0)
    throw new TypeError("batchConsole() needs to be called: app.use('/batch/console', batchConsole())");
  checkConsoleOptions(options);
  const answer = createConsole(options);
  return (req, res, next) => {
    const { method = '', url = '' } = req;
    const { originalUrl = url } = req as IncomingMessage & { readonly originalUrl?: string };
    const path = withoutOrigin(url).split('?', 1)[0] ?? '';
    answer({ method, originalUrl, path }, req as Req)
      .then((response) => send(req, res, response))
      .catch(next);
  };
}

function send(req: IncomingMessage, res: ServerResponse, { status, headers, body }: ConsoleResponse): void {
  // The app may have answered already, for example after a timeout.
  if (res.headersSent) return;
  res.statusCode = status;
  for (const [name, value] of Object.entries(headers)) res.setHeader(name, value);
  res.setHeader('content-length', Buffer.byteLength(body));
  res.end(req.method === 'HEAD' ? undefined : body);
}
