import { AsyncLocalStorage } from 'node:async_hooks';
import type { BatchOptions } from '@multistatus/core';
import {
  attachEndpoint,
  checkCalled,
  checkPath,
  createBatchEndpoint,
  type Dispatch,
  monitorPathOf,
  pathOf,
} from '@multistatus/core/adapter';
import type { NodeHandler } from '@multistatus/inject';
import { dispatchTo, readEnvelope, sendToContext } from '@multistatus/node';
// biome-ignore lint/style/noRestrictedImports: only its type, for handlers that do not name the type of their context
import type { Context } from 'koa';
import { type CallbackApp, callbackOf, checkTarget } from './callback-of.js';
import type { KoaContext } from './koa-context.js';
import { isHandlerOfRoute, matchesEndpoint } from './matches-endpoint.js';
import { checkPrepare, prepareContextOf, preparedCallbackOf } from './prepared-callback-of.js';

/**
 * Options of {@link batch}; `Ctx` is the context type of the app, such as `Context` of Koa. `Principal` is what the option `capture`
 * of `respondAsync` returns: with the option `async`, other options get a `JobRequest<Principal>` in place of the context when an
 * operation runs in a worker.
 */
export interface KoaBatchOptions<Ctx extends KoaContext = Context, Principal = never>
  extends BatchOptions<Ctx, Principal> {
  /**
   * The Koa app, or any `(req, res)` handler, that operations are dispatched to.
   *
   * @defaultValue the app that the batch runs in
   */
  readonly target?: CallbackApp | NodeHandler | undefined;
  /**
   * The path of the batch endpoint, relative to the mount path: `app.use(batch({ path: '/batch' }))`.
   *
   * @defaultValue the mount path, or the route that `batch()` is a handler of
   */
  readonly path?: string | undefined;
  /**
   * Copies properties of the context of the batch, such as `state.user`, to the context of an operation. Called for each
   * operation before it is dispatched, in the async context of the batch request. Needs a Koa app as target. Must not be
   * asynchronous.
   */
  readonly prepare?: ((ctx: Ctx, outerCtx: Ctx) => void) | undefined;
}

/** A middleware for `app.use` of Koa 2 and 3, for koa-mount, and for the routes of a router. */
export interface BatchMiddleware {
  /** Answers requests to the endpoint and to its monitors. Calls `next` for all others. */
  (ctx: KoaContext, next: () => Promise<unknown>): Promise<void>;
  /**
   * Refuses further batches with 503, and starts nothing more of those that run: to be called before the server is closed. Resolves
   * when all of them have been answered.
   */
  readonly drain: () => Promise<void>;
}

/**
 * Returns a middleware that answers batch requests with 207 Multi-Status. Mount it before body parsers.
 *
 * Each operation runs through the whole app, in process, as if the client had sent it as a request of its own. Requests to
 * other paths are passed to the next middleware unchanged. With the option `async`, the monitors of batches that are answered later
 * are below the batch, at `/batch/monitors`.
 *
 * @throws {TypeError} for an unknown option or a value of the wrong type.
 * @throws {RangeError} for a limit that is not an integer in its range.
 *
 * @example
 * ```ts
 * const app = new Koa();
 * app.use(batch({ path: '/batch', limits: { maxOperations: 50 } }));
 * app.use(bodyParser());
 * ```
 */
export function batch<Ctx extends KoaContext = Context, Principal = never>(
  options: KoaBatchOptions<Ctx, Principal> = {},
  ...extra: never[]
): BatchMiddleware {
  checkCalled('batch', extra, "app.use(batch({ path: '/batch' }))");
  const endpoint = createBatchEndpoint(options, ['target', 'path', 'prepare']);
  const { answerMonitor, asyncEndpoint } = endpoint;
  const { target, path, prepare } = options;
  checkTarget(target);
  checkPrepare(prepare, target);
  checkPath(path);
  const place = pathOf(path ?? '');

  async function batch(ctx: KoaContext, next: () => Promise<unknown>): Promise<void> {
    const monitor = answerMonitor && monitorPathOf(pathOf(ctx.path), place);
    if (monitor === undefined && !matchesEndpoint(ctx, { path, middleware: batch })) {
      await next();
      return;
    }
    const { originalUrl: url, request, req, res } = ctx;
    const parsedBody = (request as { readonly body?: unknown }).body;
    const hasMonitors = asyncEndpoint !== undefined && !isHandlerOfRoute(ctx, batch);
    const envelope = readEnvelope(req, res, { url, parsedBody, outer: ctx, hasMonitors });
    if (monitor !== undefined && answerMonitor !== undefined) {
      sendToContext(ctx, await answerMonitor(envelope, monitor));
      return;
    }
    const app = target ?? ctx.app;
    sendToContext(ctx, await endpoint.handle(envelope, dispatchOf(ctx as Ctx, app, prepare)));
  }
  if (asyncEndpoint !== undefined) attachEndpoint(batch, asyncEndpoint);
  return Object.assign(batch, { drain: endpoint.drain });
}

function dispatchOf<Ctx extends KoaContext>(
  outerCtx: Ctx,
  app: CallbackApp | NodeHandler,
  prepare: KoaBatchOptions<Ctx>['prepare'],
): Dispatch {
  if (prepare === undefined) return dispatchTo(callbackOf(app), outerCtx.req);
  // The app creates the context of an operation only in the async context of that operation.
  const enterBatch = AsyncLocalStorage.snapshot();
  return dispatchTo(preparedCallbackOf(app as CallbackApp), outerCtx.req, (req) =>
    prepareContextOf(req, (ctx) => enterBatch(prepare, ctx as Ctx, outerCtx)),
  );
}
