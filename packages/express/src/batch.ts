import type { IncomingMessage, ServerResponse } from 'node:http';
import type { BatchOptions } from '@multistatus/core';
import {
  attachEndpoint,
  checkCalled,
  checkFunction,
  checkPath,
  createBatchEndpoint,
  monitorPathOf,
  pathOf,
} from '@multistatus/core/adapter';
import type { NodeHandler } from '@multistatus/inject';
import { dispatchTo, readEnvelope, writeEnvelope } from '@multistatus/node';
// biome-ignore lint/style/noRestrictedImports: only its type, for handlers that do not name the type of their requests
import type { Request } from 'express';
import { isHandlerOfRoute, matchesEndpoint } from './matches-endpoint.js';
import { checkTarget, rootApp } from './root-app.js';

/**
 * Options of {@link batch}; `Req` is the request type of the app, such as `Request` of Express. `Principal` is what the option
 * `capture` of `respondAsync` returns: with the option `async`, other options get a `JobRequest<Principal>` in place of the request
 * when an operation runs in a worker.
 */
export interface ExpressBatchOptions<Req extends IncomingMessage = Request, Principal = never>
  extends BatchOptions<Req, Principal> {
  /**
   * The Express app, or any `(req, res)` handler, that operations are dispatched to.
   *
   * @defaultValue the root app: the outermost parent of the app that the batch is mounted in
   */
  readonly target?: NodeHandler | undefined;
  /**
   * The path of the batch endpoint, relative to the mount path: `app.use(batch({ path: '/batch' }))`.
   *
   * @defaultValue the mount path, or the route that `batch()` is a handler of
   */
  readonly path?: string | undefined;
  /**
   * Copies properties of the batch request, such as its user or tenant, to the request of an operation. Called for each
   * operation before it is dispatched, in the async context of the batch request. Must not be asynchronous.
   */
  readonly prepare?: ((request: Req, outerRequest: Req) => void) | undefined;
}

/** A middleware for `app.use`, `router.use` and `app.post` of Express 4 and 5. */
export interface BatchMiddleware {
  /** Answers requests to the endpoint and to its monitors. Calls `next` for all others, and with errors. */
  (req: IncomingMessage, res: ServerResponse, next: (error?: unknown) => void): void;
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
 * const app = express();
 * app.use('/batch', batch({ limits: { maxOperations: 50 } }));
 * app.use(express.json());
 * ```
 */
export function batch<Req extends IncomingMessage = Request, Principal = never>(
  options: ExpressBatchOptions<Req, Principal> = {},
  ...extra: never[]
): BatchMiddleware {
  checkCalled('batch', extra, "app.use('/batch', batch())");
  const endpoint = createBatchEndpoint(options, ['target', 'path', 'prepare']);
  const { answerMonitor, asyncEndpoint } = endpoint;
  const { target, path, prepare } = options;
  checkTarget(target);
  checkFunction('batch.prepare', prepare);
  checkPath(path);
  const place = pathOf(path ?? '');

  function batch(req: IncomingMessage, res: ServerResponse, next: (error?: unknown) => void): void {
    const monitor = answerMonitor && monitorPathOf(pathOf(req.url ?? ''), place);
    if (monitor === undefined && !matchesEndpoint(req, { path, middleware: batch })) {
      next();
      return;
    }
    const { originalUrl = '/', body } = req as IncomingMessage & { originalUrl?: string; body?: unknown };
    const hasMonitors = asyncEndpoint !== undefined && !isHandlerOfRoute(req, batch);
    const envelope = readEnvelope(req, res, { url: originalUrl, parsedBody: body, outer: req, hasMonitors });
    if (monitor !== undefined) {
      answerMonitor?.(envelope, monitor)
        .then((response) => writeEnvelope(req, res, response))
        .catch(next);
      return;
    }
    const prepareRequest =
      prepare && ((request: IncomingMessage): unknown => prepare(request as Req, req as Req));
    endpoint
      .handle(envelope, dispatchTo(target ?? rootApp(req), req, prepareRequest))
      .then((response) => writeEnvelope(req, res, response))
      .catch(next);
  }
  if (asyncEndpoint !== undefined) attachEndpoint(batch, asyncEndpoint);
  return Object.assign(batch, { drain: endpoint.drain });
}
