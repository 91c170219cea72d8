import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { types } from 'node:util';
import { IncompleteResponseError } from './incomplete-response-error.js';
import type { InjectOptions, NodeHandler } from './inject-options.js';
import type { InjectResult } from './inject-result.js';
import { collectFields, joinFields } from './join-fields.js';
import { CHUNK_BYTES, type RequestHead, toRequestHead } from './request-head.js';
import { ResponseReader } from './response-reader.js';
import { ServerConnection } from './server-connection.js';

const exchanges = new WeakMap<object, ServerExchange>();
let sharedServer: Server | undefined;

/**
 * Calls a request handler by way of an `http.Server` and a connection in memory.
 *
 * Does what `inject` promises by Node's public API alone, several times slower. The request that the server parses only
 * carries the body; its method, URL and fields are set on the parsed request, so that nothing of them can be refused or
 * changed on the way.
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
  readonly #reader: ResponseReader;
  readonly #head: RequestHead;
  readonly #body: Uint8Array;
  #res: ServerResponse | undefined;
  #isClosed = false;
  #abortReason: unknown;
  #stopListening: (() => void) | undefined;

  constructor(handler: NodeHandler, options: InjectOptions, settle: Settle) {
    const { method, maxResponseBytes, socket } = options;
    this.#handler = handler;
    this.#options = options;
    this.#settle = settle;
    this.#reader = new ResponseReader({ isHeadRequest: method === 'HEAD', maxResponseBytes });
    this.#connection = new ServerConnection(socket, (bytes) => this.#reader.write(bytes));
    const body = typeof options.body === 'string' ? Buffer.from(options.body) : options.body;
    this.#body = body ?? new Uint8Array(0);
    this.#head = toRequestHead(options, body);
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
    setImmediate(() => this.#send()); // by then, the server reads
  }

  /** In the turn in which the handler is called, it gets the first piece of the body; the others, each in a turn. */
  #send(): void {
    const { httpVersion, method } = this.#head;
    const hasBody = this.#body.byteLength > 0;
    // The version decides on the framing of the response, and HEAD on whether it has a body.
    const version = /^1\.[1-9]/.test(httpVersion) ? '1.1' : '1.0';
    const framing = hasBody ? 'transfer-encoding: chunked\r\n' : '';
    const head = Buffer.from(`${method === 'HEAD' ? 'HEAD' : 'POST'} / HTTP/${version}\r\n${framing}\r\n`);
    if (!hasBody) this.#push(head);
    else {
      setImmediate(() => this.#feed(CHUNK_BYTES));
      this.#push(Buffer.concat([head, this.#chunkAt(0)]));
    }
  }

  #feed(start: number): void {
    if (start >= this.#body.byteLength) {
      this.#push(Buffer.from('0\r\n\r\n'));
      return;
    }
    this.#push(this.#chunkAt(start));
    setImmediate(() => this.#feed(start + CHUNK_BYTES));
  }

  #chunkAt(start: number): Buffer {
    const data = this.#body.subarray(start, start + CHUNK_BYTES);
    return Buffer.concat([Buffer.from(`${data.byteLength.toString(16)}\r\n`), data, Buffer.from('\r\n')]);
  }

  #push(bytes: Buffer): void {
    const connection = this.#connection;
    if (!connection.destroyed) connection.push(bytes);
    // What came in one packet with the head, the server parses even if the handler has destroyed the connection since.
    else if (!this.#isClosed) connection.emit('data', bytes);
  }

  /** Called when the server has parsed the request. */
  enter(req: IncomingMessage, res: ServerResponse): void {
    this.#res = res;
    this.#describe(req);
    res.once('finish', () => this.#complete());
    try {
      this.#options.prepare?.(req, res);
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
    this.#isClosed = true;
    if (this.#abortReason !== undefined) this.#settle.reject(this.#abortReason);
    if (this.#res?.writableEnded === true) this.#complete();
    else this.#settle.reject(new IncompleteResponseError(error));
  }

  #complete(): void {
    this.#connection.release();
    this.#stopListening?.();
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
  return server.on('request', (req, res) => exchanges.get(req.socket)?.enter(req, res));
}
