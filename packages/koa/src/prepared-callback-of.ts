import type { IncomingMessage } from 'node:http';
import { assertSynchronous, checkFunction } from '@multistatus/core/adapter';
import type { NodeHandler } from '@multistatus/inject';
import { type CallbackApp, callbackOf } from './callback-of.js';

/** What of a Koa app makes the contexts of its requests. */
interface ContextMaker extends CallbackApp {
  createContext(req: IncomingMessage, res: unknown): unknown;
}

const handlers = new WeakMap<CallbackApp, NodeHandler>();
const preparations = new WeakMap<IncomingMessage, (ctx: unknown) => unknown>();

/**
 * Checks the option `prepare`.
 *
 * @throws {TypeError} if it is no function, or the target has no contexts that it could prepare.
 */
export function checkPrepare(prepare: unknown, target: unknown): void {
  checkFunction('batch.prepare', prepare);
  if (prepare !== undefined && typeof target === 'function') {
    throw new TypeError('batch.prepare needs a Koa app as batch.target, not a (req, res) handler');
  }
}

/** Has the context of a request prepared as soon as there is one. */
export function prepareContextOf(req: IncomingMessage, prepare: (ctx: unknown) => unknown): void {
  preparations.set(req, prepare);
}

/**
 * Gives the request handler of an app, composed once, that prepares the contexts it makes.
 *
 * The app itself stays as it is: an object that inherits from it makes the contexts.
 */
export function preparedCallbackOf(target: CallbackApp): NodeHandler {
  let handler = handlers.get(target);
  if (handler === undefined) {
    callbackOf(target); // has the app itself listen to errors, if nobody does
    const app: ContextMaker = Object.create(target, {
      createContext: {
        value: (req: IncomingMessage, res: unknown) => {
          const ctx = (target as ContextMaker).createContext(req, res);
          assertSynchronous('batch.prepare', preparations.get(req)?.(ctx));
          return ctx;
        },
      },
    });
    handler = app.callback();
    handlers.set(target, handler);
  }
  return handler;
}
