import { types } from 'node:util';
import { Exchange } from './exchange.js';
import type { InjectOptions, NodeHandler } from './inject-options.js';
import type { InjectResult } from './inject-result.js';
import { messageTypesOf } from './message-types.js';
import type { OpenRequest } from './node-internals.js';
import { CHUNK_BYTES, toRequestHead } from './request-head.js';

/** Calls a request handler with messages on a socket facade. */
export function injectDirectly(handler: NodeHandler, options: InjectOptions): Promise<InjectResult> {
  return new Promise((resolve, reject) => {
    const { signal } = options;
    if (signal?.aborted === true) {
      reject(signal.reason);
      return;
    }
    const exchange = new Exchange(options, resolve, reject);
    if (signal !== undefined) exchange.abortOn(signal);
    const body = typeof options.body === 'string' ? Buffer.from(options.body) : options.body;
    const { Request, Response } = messageTypesOf(handler);
    const req = new Request(exchange, toRequestHead(options, body));
    exchange.req = req;
    const res = new Response(exchange);
    exchange.res = res;
    options.prepare?.(req, res);
    // In a turn of its own, as a request from a socket: all that this one sets off, ticks and promises, is done before
    // another is entered. Rate limiters count wrongly where two are entered in one turn.
    setImmediate(() => enter(handler, exchange, body));
  });
}

function enter(handler: NodeHandler, exchange: Exchange, body: Uint8Array | undefined): void {
  const req = exchange.req as OpenRequest;
  // Scheduled before the handler is entered, so that immediates of its own come after.
  const hasBody = body !== undefined && body.byteLength > 0;
  if (hasBody) setImmediate(feed, req, body, CHUNK_BYTES);
  if (!exchange.socket.destroyed) run(handler, exchange);
  if (hasBody) push(req, body, 0);
  else end(req);
}

function run(handler: NodeHandler, exchange: Exchange): void {
  try {
    const returned = handler(exchange.req, exchange.res);
    if (types.isPromise(returned)) returned.catch((error: unknown) => exchange.fail(error));
  } catch (error) {
    exchange.fail(error);
  }
}

/**
 * Hands the body over as the parser of `node:http` does: after the handler was entered, a piece at a time, with
 * everything that a piece has set off done before the next one, or the end, comes.
 */
function feed(req: OpenRequest, body: Uint8Array, start: number): void {
  if (start >= body.byteLength) {
    end(req);
    return;
  }
  push(req, body, start);
  setImmediate(feed, req, body, start + CHUNK_BYTES);
}

function push(req: OpenRequest, body: Uint8Array, start: number): void {
  // Once dumped, the response has finished and nobody reads the rest.
  if (!req.destroyed && !req._dumped && body.byteLength > 0)
    req.push(body.subarray(start, start + CHUNK_BYTES));
}

function end(req: OpenRequest): void {
  req.complete = true;
  req.push(null);
}
