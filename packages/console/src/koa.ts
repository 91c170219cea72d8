import type { IncomingMessage, ServerResponse } from 'node:http';
import { type ConsoleOptions, checkConsoleOptions } from './console-options.js';
import { createConsole } from './create-console.js';

export type { ConsoleOptions } from './console-options.js';

/** The part of a Koa context that this package uses. The contexts of Koa 2 and 3 are assignable to it. */
export interface KoaContext {
  /** The request of Node, which Koa wraps. */
  readonly req: IncomingMessage;
  /** The response of Node, which Koa sends. */
  readonly res: ServerResponse;
  /** The HTTP method, in upper case. */
  readonly method: string;
  /** The path of the URL, without query and, below koa-mount, without the mount path. */
  readonly path: string;
  /** The URL of the request as it was received, before a mount path was removed from `path`. */
  readonly originalUrl: string;
  /** The status code of the response, which the middleware sets. */
  status: number;
  /** The body of the response, which the middleware sets. */
  body: unknown;
  /** Sets a header of the response. */
  set(name: string, value: string): void;
}

/** Options of {@link batchConsole}; `Ctx` is the context type of the app, such as `Context` of Koa. */
export interface KoaConsoleOptions<Ctx extends KoaContext = KoaContext> extends ConsoleOptions<Ctx> {
  /**
   * The path of the page, relative to the mount path: `app.use(batchConsole({ path: '/batch/console' }))`. Requests for other paths
   * are passed to the next middleware unchanged.
   *
   * @defaultValue the mount path
   */
  readonly path?: string | undefined;
}

/** A middleware for `app.use` of Koa 2 and 3, and for koa-mount. */
export type ConsoleMiddleware = (ctx: KoaContext, next: () => Promise<unknown>) => Promise<void>;

/**
 * Returns a middleware that answers with a page on which batches are composed, watched and explained. It answers every request
 * for `path` and below. The page sends its batches to the endpoint as the browser that shows it, and needs no other host.
 *
 * @throws {TypeError} for an unknown option or a value of the wrong type.
 *
 * @example
 * ```ts
 * app.use(batch({ path: '/batch' }));
 * app.use(batchConsole({ path: '/batch/console', openapi: '/openapi.json' }));
 * ```
 */
export function batchConsole<Ctx extends KoaContext = KoaContext>(
  options: KoaConsoleOptions<Ctx> = {},
  ...extra: never[]
): ConsoleMiddleware {
  if (extra.length > 0)
    throw new TypeError(
      "batchConsole() needs to be called: app.use(batchConsole({ path: '/batch/console' }))",
    );
  checkConsoleOptions(options, ['path']);
  const place = toPlace(options.path);
  const answer = createConsole(options);
  return async (ctx, next) => {
    if (ctx.path !== place && !ctx.path.startsWith(`${place}/`)) {
      await next();
      return;
    }
    const { method, originalUrl } = ctx;
    const path = ctx.path.slice(place.length);
    const { status, headers, body } = await answer({ method, originalUrl, path }, ctx as Ctx);
    ctx.status = status;
    // Before the body: Koa guesses a content type if none is set.
    for (const [name, value] of Object.entries(headers)) ctx.set(name, value);
    ctx.body = body;
  };
}

/** Returns a path without the slash at its end. */
function toPlace(path: unknown = ''): string {
  if (path !== '' && (typeof path !== 'string' || !path.startsWith('/')))
    throw new TypeError(`batchConsole.path must be a path that begins with /, got ${JSON.stringify(path)}`);
  return path.replace(/\/+$/, '');
}
