import type { IncomingMessage, ServerResponse } from 'node:http';
import type { BatchOptions } from '@multistatus/core';
import { checkFunction, checkPath, createBatchHandler } from '@multistatus/core/adapter';
import type { NodeHandler } from '@multistatus/inject';
import { dispatchTo, readEnvelope, writeEnvelope } from '@multistatus/node';
import { matchesEndpoint } from './matches-endpoint.js';
import { checkTarget, rootApp } from './root-app.js';

/** Options of {@link batch}; `Req` is what the app calls a request, such as Express's `Request`. */
export interface ExpressBatchOptions<Req extends IncomingMessage = IncomingMessage>
  extends BatchOptions<Req> {
  /**
   * What operations are dispatched to: an Express app, or any `(req, res)` handler.
   *
   * @defaultValue the app that the batch is mounted in, its top-most parent
   */
  readonly target?: NodeHandler | undefined;
  /**
   * The one path to answer at, for `app.use(batch({ path: '/batch' }))`, relative to the mount.
   *
   * @defaultValue the mount itself
   */
  readonly path?: string | undefined;
  /**
   * Hands on to the request of each operation what the batch request has been given, such as its user or tenant. Called
   * before the operation enters the app. Must not be asynchronous.
   */
  readonly prepare?: ((request: Req, outerRequest: Req) => void) | undefined;
}

/** Fits `app.use`, `router.use` and `app.post` of Express 4 and 5. */
export type BatchMiddleware = (
  req: IncomingMessage,
  res: ServerResponse,
  next: (error?: unknown) => void,
) => void;

/**
 * Gives a middleware that answers a batch: `app.use('/batch', batch())`, in front of body parsers.
 *
 * Each operation runs through the whole app, in the process, as if it had come by itself; the answer is 207
 * Multi-Status. Requests to any other path go on to the next middleware untouched.
 *
 * @throws {TypeError} for an unknown option or a value of the wrong kind.
 * @throws {RangeError} for a limit that is no integer in its range.
 *
 * @example
 * const app = express();
 * app.use('/batch', batch({ limits: { maxOperations: 50 } }));
 * app.use(express.json());
 */
export function batch<Req extends IncomingMessage = IncomingMessage>(
  options: ExpressBatchOptions<Req> = {},
): BatchMiddleware {
  const handle = createBatchHandler(options, ['target', 'path', 'prepare']);
  const { target, path, prepare } = options;
  checkTarget(target);
  checkFunction('batch.prepare', prepare);
  checkPath(path);

  return function batch(req, res, next) {
    if (!matchesEndpoint(req, { path, middleware: batch })) {
      next();
      return;
    }
    const { originalUrl = '/', body } = req as IncomingMessage & { originalUrl?: string; body?: unknown };
    const envelope = readEnvelope(req, res, { url: originalUrl, parsedBody: body, outer: req });
    const prepareRequest =
      prepare && ((request: IncomingMessage): unknown => prepare(request as Req, req as Req));
    handle(envelope, dispatchTo(target ?? rootApp(req), req, prepareRequest))
      .then((response) => writeEnvelope(req, res, response))
      .catch(next);
  };
}
