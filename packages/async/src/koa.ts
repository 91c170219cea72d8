import { checkPath, type Journal, pathOf } from '@multistatus/core/adapter';
import { type ResponseContext, readEnvelope, sendToContext } from '@multistatus/node';
import { monitorAnswers } from './monitor/monitor-answers.js';

/** The part of a Koa context that this module uses. */
export interface MonitorsContext extends ResponseContext {
  /** The path of the URL, without query and, below koa-mount, without the mount path. */
  readonly path: string;
  /** The URL of the request as it was received, before a mount path was removed from `path`. */
  readonly originalUrl: string;
  /** The request object of Koa, on which body parsers leave `body`. */
  readonly request: object;
}

/** A middleware for `app.use` of Koa 2 and 3, and for koa-mount. */
export type MonitorsMiddleware = (ctx: MonitorsContext, next: () => Promise<unknown>) => Promise<void>;

/** Options of {@link batchMonitors}. */
export interface BatchMonitorsOptions {
  /** The journal of the endpoints. */
  readonly journal: Journal<never>;
  /** The path of the monitors, relative to the mount path. @defaultValue the mount path */
  readonly path?: string | undefined;
}

/**
 * Returns a middleware that answers requests for the monitors of all endpoints of a journal. It is needed for endpoints that are
 * handlers of a route, such as `bulk()`: they do not see requests for paths below their own. The option `monitors` of `respondAsync`
 * names its path.
 *
 * @throws {TypeError} for an unknown or missing option.
 *
 * @example
 * ```ts
 * const respondLater = respondAsync({ queue, name: 'photos', monitors: '/monitors' });
 * router.patch('/photos', bulk({ item, handle, journal, async: respondLater }));
 * app.use(batchMonitors({ journal, path: '/monitors' }));
 * ```
 */
export function batchMonitors(options: BatchMonitorsOptions): MonitorsMiddleware {
  const answerOf = monitorAnswers(options, ['path']);
  checkPath(options.path, 'batchMonitors');
  const place = pathOf(options.path ?? '');
  return async function batchMonitors(ctx, next) {
    const path = pathOf(ctx.path);
    const answer = path === place || path.startsWith(`${place}/`) ? answerOf() : undefined;
    if (answer === undefined) {
      await next();
      return;
    }
    const parsedBody = (ctx.request as { readonly body?: unknown }).body;
    const envelope = readEnvelope(ctx.req, ctx.res, { url: ctx.originalUrl, parsedBody, outer: ctx });
    sendToContext(ctx, await answer(envelope, `/monitors${path.slice(place.length)}`));
  };
}
