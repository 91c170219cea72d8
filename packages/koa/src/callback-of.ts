import type { NodeHandler } from '@multistatus/inject';

/** A Koa app: what makes a request handler of itself. */
export interface CallbackApp {
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
 * Gives the request handler of an app, composed once: `app.callback()` composes all middleware anew on every call.
 *
 * Middleware added to the app after its first batch is not part of it, as with a server that listens already.
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
