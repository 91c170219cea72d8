import type { NodeHandler } from '@multistatus/inject';

/** A Koa app, reduced to what this package uses: the creation of a request handler. */
export interface CallbackApp {
  /** Returns the request handler of the app, for `http.createServer`. */
  callback(): NodeHandler;
}

const handlers = new WeakMap<CallbackApp, NodeHandler>();

/**
 * Checks the option `target`.
 *
 * @throws {TypeError} if it is neither a Koa app nor a `(req, res)` handler.
 */
export function checkTarget(target: unknown): void {
  if (target === undefined || typeof target === 'function') return;
  if (typeof (target as CallbackApp | null)?.callback === 'function') return;
  throw new TypeError('batch.target must be a Koa app or a (req, res) handler');
}

/**
 * Returns the request handler of an app, and caches it: `app.callback()` composes all middleware again on every call.
 *
 * Middleware that is added after the first batch is not included, as with a server that is already listening.
 */
export function callbackOf(target: CallbackApp | NodeHandler): NodeHandler {
  if (typeof target === 'function') return target;
  let handler = handlers.get(target);
  if (handler === undefined) {
    handler = target.callback();
    handlers.set(target, handler);
  }
  return handler;
}
