import type { IncomingMessage } from 'node:http';
import { assertSynchronous, checkFunction } from '@multistatus/core/adapter';
import type { NodeHandler } from '@multistatus/inject';
import { type CallbackApp, callbackOf } from './callback-of.js';

/** A Koa app, reduced to the creation of handlers and contexts. */
interface ContextFactory extends CallbackApp {
  createContext(req: IncomingMessage, res: unknown): unknown;
}

const handlers = new WeakMap<CallbackApp, NodeHandler>();
const preparations = new WeakMap<IncomingMessage, (ctx: unknown) => unknown>();

/**
 * Checks the option `prepare`.
 *
 * @throws {TypeError} if it is not a function, or the target is not a Koa app and so has no contexts to prepare.
 */
export function checkPrepare(prepare: unknown, target: unknown): void {
  checkFunction('batch.prepare', prepare);
  if (prepare !== undefined && typeof target === 'function') {
    throw new TypeError('batch.prepare needs a Koa app as batch.target, not a (req, res) handler');
  }
}

/** Registers a function to be called with the context of a request as soon as that is created. */
export function prepareContextOf(req: IncomingMessage, prepare: (ctx: unknown) => unknown): void {
  preparations.set(req, prepare);
}

/**
 * Returns a request handler of an app that prepares each context it creates, and caches it.
 *
 * The app itself is not modified: an object that inherits from it creates the contexts.
 */
export function preparedCallbackOf(target: CallbackApp): NodeHandler {
  let handler = handlers.get(target);
  if (handler === undefined) {
    callbackOf(target); // adds the default error listener to the app itself, if it has none
    const app: ContextFactory = Object.create(target, {
      createContext: {
        value: (req: IncomingMessage, res: unknown) => {
          const ctx = (target as ContextFactory).createContext(req, res);
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
