import { EventEmitter } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { types } from 'node:util';
import { IncompleteResponseError } from './incomplete-response-error.js';
import type { InjectOptions, NodeHandler } from './inject-options.js';
import type { InjectResult } from './inject-result.js';
import { collectFields, joinFields } from './join-fields.js';
import { type RequestHead, toRequestHead } from './request-head.js';
import { RequestSender } from './request-sender.js';
import { ResponseReader } from './response-reader.js';
import { ServerConnection } from './server-connection.js';

const exchanges = new WeakMap<object, ServerExchange>();
let sharedServer: Server | undefined;

/**
 * Calls a request handler by way of an `http.Server` and a connection in memory.
 *
 * Does what `inject` promises with Node's public API alone, several times slower. The request that the server parses only
 * carries the body. Its method, URL and fields are set on the parsed request, so that the server cannot refuse or change
 * any of them.
 */
export function injectThroughServer(handler: NodeHandler, options: InjectOptions): Promise<InjectResult> {
  return new Promise((resolve, reject) => {
    if (options.signal?.aborted === true) reject(options.signal.reason);
    else new ServerExchange(handler, options, { resolve, reject }).start();
  });
}

interface Settle {
  readonly resolve: (result: InjectResult) => void;
  readonly reject: (reason: unknown) => void;
}

/** One call of a handler: sends its request, reads its response, and settles once. */
class ServerExchange {
  readonly #handler: NodeHandler;
  readonly #options: InjectOptions;
  readonly #settle: Settle;
  readonly #connection: ServerConnection;
  readonly #head: RequestHead;
  readonly #sender: RequestSender;
  readonly #reader: ResponseReader;
  #res: ServerResponse | undefined;
  #isComplete = false;
  #abortReason: unknown;
  #stopListening: (() => void) | undefined;

  constructor(handler: NodeHandler, options: InjectOptions, settle: Settle) {
    const { method, maxResponseBytes, socket, body: content } = options;
    const body = typeof content === 'string' ? Buffer.from(content) : content;
    this.#handler = handler;
    this.#options = options;
    this.#settle = settle;
    this.#reader = new ResponseReader({ isHeadRequest: method === 'HEAD', maxResponseBytes });
    this.#connection = new ServerConnection(socket, (bytes) => this.#reader.write(bytes));
    this.#head = toRequestHead(options, body);
    this.#sender = new RequestSender(this.#connection, this.#head, body ?? new Uint8Array(0));
  }

  start(): void {
    const { signal } = this.#options;
    const connection = this.#connection;
    exchanges.set(connection, this);
    let error: Error | undefined;
    connection.once('error', (reason) => {
      error = reason;
    });
    connection.once('close', () => this.#onClose(error));
    if (signal !== undefined) this.#abortOn(signal);
    sharedServer ??= createSharedServer();
    sharedServer.emit('connection', connection);
    this.#sender.sendHead();
  }

  /** Called when the server has parsed the head of the request. */
  accept(req: IncomingMessage, res: ServerResponse): void {
    this.#describe(req);
    this.#res = res.once('finish', () => {
      this.#reader.finish();
      this.#complete();
    });
    try {
      this.#options.prepare?.(req, res);
    } catch (error) {
      this.#fail(error);
    }
    setImmediate(() => {
      if (!this.#connection.destroyed) this.#sender.sendBody(() => this.#enter(req, res));
    });
  }

  #enter(req: IncomingMessage, res: ServerResponse): void {
    try {
      const returned = this.#handler(req, res);
      if (types.isPromise(returned)) returned.catch((error: unknown) => this.#fail(error));
    } catch (error) {
      this.#fail(error);
    }
  }

  #describe(req: IncomingMessage): void {
    const { method, url, httpVersion, rawHeaders } = this.#head;
    req.method = method;
    req.url = url;
    req.httpVersion = httpVersion;
    req.httpVersionMajor = Number(httpVersion[0]);
    req.httpVersionMinor = Number(httpVersion[2]);
    req.rawHeaders = rawHeaders;
    req.headers = joinFields(rawHeaders);
    req.headersDistinct = collectFields(rawHeaders);
  }

  #abortOn(signal: AbortSignal): void {
    const abort = (): void => {
      this.#abortReason = signal.reason;
      this.#connection.destroy();
    };
    signal.addEventListener('abort', abort, { once: true });
    this.#stopListening = () => signal.removeEventListener('abort', abort);
  }

  #fail(error: unknown): void {
    if (this.#res?.writableEnded === true) return;
    this.#settle.reject(error);
    this.#connection.destroy();
  }

  #onClose(error: Error | undefined): void {
    this.#stopListening?.();
    if (this.#isComplete) return;
    if (this.#abortReason !== undefined) this.#settle.reject(this.#abortReason);
    else if (this.#res?.writableEnded === true) this.#complete();
    else this.#settle.reject(new IncompleteResponseError(error));
  }

  #complete(): void {
    this.#isComplete = true;
    this.#stopListening?.();
    this.#connection.release();
    this.#sender.close();
    try {
      this.#settle.resolve(this.#reader.read());
    } catch (error) {
      this.#settle.reject(error);
    }
  }
}

/** Creates the server that all connections are handed to. It does not listen, and it refuses and limits nothing. */
function createSharedServer(): Server {
  const server = createServer({ requireHostHeader: false, keepAliveTimeout: 0 });
  server.requestTimeout = 0;
  server.headersTimeout = 0;
  // Tracing libraries replace `emit` of servers, and would take the request that carries the body for one of the app.
  // oxlint-disable-next-line unbound-method -- it becomes a method of this server
  const { emit } = EventEmitter.prototype;
  Object.defineProperty(server, 'emit', { get: () => emit, set: () => {} });
  return server.on('request', (req, res) => exchanges.get(req.socket)?.accept(req, res));
}
