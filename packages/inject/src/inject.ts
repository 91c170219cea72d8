import type { IncomingMessage, ServerResponse } from 'node:http';
import { types } from 'node:util';
import { Exchange, type InjectResult } from './exchange.js';
import { messageTypesOf, type RequestHead } from './message-types.js';
import type { SocketIdentity } from './socket-facade.js';

export type { InjectResult } from './exchange.js';

/** What `http.createServer` takes: an Express app, the `callback()` of a Koa app, or a plain function. */
export type NodeHandler = (req: IncomingMessage, res: ServerResponse) => unknown;

/** One request for {@link inject}. */
export interface InjectOptions {
  /** Upper-case. */
  readonly method: string;
  /** Origin-form: path and query. */
  readonly url: string;
  /** Names in any case; several values are sent as several fields. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** Sent with a content-length of its own unless `headers` names one. */
  readonly body?: Uint8Array | string | undefined;
  /** The connection whose identity the handler sees; loopback if absent. Nothing is read from or written to it. */
  readonly socket?: SocketIdentity | undefined;
  /** @defaultValue '1.1' */
  readonly httpVersion?: string | undefined;
  /** Ends the exchange as a client that goes away does: `close` on both messages, and the promise rejects with its reason. */
  readonly signal?: AbortSignal | undefined;
  /** A longer body is dropped, the answer keeps its status and headers. @defaultValue Infinity */
  readonly maxResponseBytes?: number | undefined;
  /** Called with both messages before the handler sees them. */
  readonly prepare?: ((req: IncomingMessage, res: ServerResponse) => void) | undefined;
}

/** `_dumped`: the response has finished, and nobody reads the rest. */
type FedRequest = IncomingMessage & { readonly _dumped?: boolean };

const NO_HEADERS: readonly string[] = [];
/** A body arrives in pieces of at most this size, as from a socket. */
const CHUNK_BYTES = 65_536;

/**
 * Calls a request handler in the process and gives back what it answered.
 *
 * The handler gets a genuine `IncomingMessage` and `ServerResponse` on a socket facade of their own, and behaves as it
 * would behind a server: hooks, streams, events and errors included. Resolves when the response has finished, not when
 * the handler returns.
 *
 * Rejects with what a handler throws or rejects with (behind a server that would end the process), with
 * `signal.reason` after an abort, and with an `IncompleteResponseError` if the handler destroys its response.
 * Whatever the handler does after that is dropped.
 */
export function inject(handler: NodeHandler, options: InjectOptions): Promise<InjectResult> {
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
    const req = new Request(exchange, toHead(options, body));
    exchange.req = req;
    const res = new Response(exchange);
    exchange.res = res;
    options.prepare?.(req, res);
    // In a turn of its own, as a request from a socket: all that this one sets off, ticks and promises, is done before
    // another is entered. Rate limiters count wrongly where two are entered in one turn.
    setImmediate(() => enter(handler, exchange, body));
  });
}

function toHead(options: InjectOptions, body: Uint8Array | undefined): RequestHead {
  const rawHeaders = NO_HEADERS.slice(); // as [] is a literal: see InjectResult
  let hasLength = body === undefined;
  for (const name in options.headers) {
    const value = options.headers[name];
    if (value === undefined) continue;
    if (typeof value === 'string') rawHeaders.push(name, value);
    else for (const item of value) rawHeaders.push(name, item);
    if (!hasLength && name.toLowerCase() === 'content-length') hasLength = true;
  }
  if (!hasLength) rawHeaders.push('content-length', String(body?.byteLength ?? 0));
  return { method: options.method, url: options.url, httpVersion: options.httpVersion ?? '1.1', rawHeaders };
}

function enter(handler: NodeHandler, exchange: Exchange, body: Uint8Array | undefined): void {
  const req: FedRequest = exchange.req;
  // Asked for before the handler is entered, so that immediates of its own come after.
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
function feed(req: FedRequest, body: Uint8Array, start: number): void {
  if (start >= body.byteLength) {
    end(req);
    return;
  }
  push(req, body, start);
  setImmediate(feed, req, body, start + CHUNK_BYTES);
}

function push(req: FedRequest, body: Uint8Array, start: number): void {
  if (!req.destroyed && !req._dumped && body.byteLength > 0)
    req.push(body.subarray(start, start + CHUNK_BYTES));
}

function end(req: FedRequest): void {
  req.complete = true;
  req.push(null);
}
