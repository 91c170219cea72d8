import type { BatchOptions } from '@multistatus/core';
import { checkPath, createBatchHandler } from '@multistatus/core/adapter';
import type { NodeHandler } from '@multistatus/inject';
import { dispatchTo, readEnvelope } from '@multistatus/node';
import { type CallbackApp, callbackOf, checkTarget } from './callback-of.js';
import type { KoaContext } from './koa-context.js';
import { matchesEndpoint } from './matches-endpoint.js';
import { checkPrepare, prepareContextOf, preparedCallbackOf } from './prepared-callback-of.js';
import { sendEnvelope } from './send-envelope.js';

/** Options of {@link batch}; `Ctx` is what the app calls a context, such as Koa's `Context`. */
export interface KoaBatchOptions<Ctx extends KoaContext = KoaContext> extends BatchOptions<Ctx> {
  /**
   * What operations are dispatched to: a Koa app, or any `(req, res)` handler.
   *
   * @defaultValue the app that the batch runs in
   */
  readonly target?: CallbackApp | NodeHandler | undefined;
  /**
   * The one path to answer at, for `app.use(batch({ path: '/batch' }))`, relative to the mount.
   *
   * @defaultValue the mount or the route
   */
  readonly path?: string | undefined;
  /**
   * Hands on to the context of each operation what that of the batch has been given, such as `state.user`. Called before
   * the operation enters the app, which must be a Koa app. Must not be asynchronous.
   */
  readonly prepare?: ((ctx: Ctx, outerCtx: Ctx) => void) | undefined;
}

/** Fits `app.use` of Koa 2 and 3, koa-mount, and the routes of a router. */
export type BatchMiddleware = (ctx: KoaContext, next: () => Promise<unknown>) => Promise<void>;

/**
 * Gives a middleware that answers a batch: `app.use(batch({ path: '/batch' }))`, in front of body parsers.
 *
 * Each operation runs through the whole app, in the process, as if it had come by itself; the answer is 207
 * Multi-Status. Requests to any other path go on to the next middleware untouched.
 *
 * @throws {TypeError} for an unknown option or a value of the wrong kind.
 * @throws {RangeError} for a limit that is no integer in its range.
 *
 * @example
 * const app = new Koa();
 * app.use(batch({ path: '/batch', limits: { maxOperations: 50 } }));
 * app.use(bodyParser());
 */
export function batch<Ctx extends KoaContext = KoaContext>(
  options: KoaBatchOptions<Ctx> = {},
): BatchMiddleware {
  const handle = createBatchHandler(options, ['target', 'path', 'prepare']);
  const { target, path, prepare } = options;
  checkTarget(target);
  checkPrepare(prepare, target);
  checkPath(path);

  return async function batch(ctx, next) {
    if (!matchesEndpoint(ctx, { path, middleware: batch })) {
      await next();
      return;
    }
    const parsedBody = (ctx.request as { readonly body?: unknown }).body;
    const envelope = readEnvelope(ctx.req, ctx.res, { url: ctx.originalUrl, parsedBody, outer: ctx });
    const app = target ?? ctx.app;
    const dispatch =
      prepare === undefined
        ? dispatchTo(callbackOf(app), ctx.req)
        : dispatchTo(preparedCallbackOf(app as CallbackApp), ctx.req, (req) =>
            prepareContextOf(req, (inner) => prepare(inner as Ctx, ctx as Ctx)),
          );
    sendEnvelope(ctx, await handle(envelope, dispatch));
  };
}
