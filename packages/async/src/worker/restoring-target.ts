import type { IncomingMessage } from 'node:http';
import { activeOperationOf } from '@multistatus/core/adapter';
import type { NodeHandler } from '@multistatus/inject';

/** Prepares the request of an operation before the app sees it. */
type Restore = (principal: unknown, request: IncomingMessage) => unknown;

/** Returns a handler that calls `restore`, and then `target`. */
export function restoringTarget(target: NodeHandler, restore: Restore | undefined): NodeHandler {
  if (restore === undefined) return target;
  const handler: NodeHandler = (req, res) => {
    const restored = restore(activeOperationOf(req)?.principal, req);
    // Not only promises: queries of many databases run when they are awaited.
    return isThenable(restored) ? Promise.resolve(restored).then(() => target(req, res)) : target(req, res);
  };
  // `inject` creates the messages of an Express app with the prototypes that Express would give them.
  const { request, response } = target as { readonly request?: unknown; readonly response?: unknown };
  return Object.assign(handler, { request, response });
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as Partial<PromiseLike<unknown>> | null | undefined)?.then === 'function';
}
