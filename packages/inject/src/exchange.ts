import { type IncomingMessage, OutgoingMessage, type ServerResponse } from 'node:http';
import type { HeaderValues } from './header-values.js';
import { IncompleteResponseError } from './incomplete-response-error.js';
import { type Head, parseFields, parseHead } from './parse-head.js';
import { HIGH_WATER_MARK, SocketFacade, type SocketIdentity, type SocketOwner } from './socket-facade.js';

/**
 * What a handler answered.
 *
 * What lives on is made by a constructor: V8 counts how many objects of a literal survive a collection, and then puts all
 * of them where only a full collection looks, with whatever they hold (a quarter of the time of a batch).
 */
export class InjectResult {
  /** As written on the status line, 100 to 999. */
  readonly status: number;
  readonly statusMessage: string;
  /** As `node:http` would have sent them, with date, connection, content-length or transfer-encoding. */
  readonly headers: HeaderValues;
  readonly trailers: HeaderValues;
  /** Without chunked framing; empty if `isBodyTooLarge`. */
  readonly body: Uint8Array;
  /** The body grew over `maxResponseBytes` and was dropped; the handler ran to its end all the same. */
  readonly isBodyTooLarge: boolean;

  constructor(head: Head, content: Pick<InjectResult, 'trailers' | 'body' | 'isBodyTooLarge'>) {
    this.status = head.status;
    this.statusMessage = head.statusMessage;
    this.headers = head.headers;
    this.trailers = content.trailers;
    this.body = content.body;
    this.isBodyTooLarge = content.isBodyTooLarge;
  }
}

/** The parts of `ServerResponse` that `node:http` keeps without the types knowing them. */
export type OpenResponse = ServerResponse & {
  _header: string | null;
  _trailer: string;
  _hasBody: boolean;
  _closed: boolean;
  _storeHeader(firstLine: string, headers: unknown): void;
  _send(data: string | Uint8Array, encoding: BufferEncoding | null, callback: unknown): boolean;
  _writeRaw(data: string, encoding: string, callback: unknown): boolean;
  [EXCHANGE]: Exchange;
  [needDrain]?: boolean;
};
type OpenRequest = IncomingMessage & {
  _eventsCount: number;
  _consuming: boolean;
  _dumped: boolean;
  _readableState: {
    length: number;
    resumeScheduled: boolean;
    flowing: boolean | null;
    ended: boolean;
    endEmitted: boolean;
    closed: boolean;
    closeEmitted: boolean;
    destroyed: boolean;
  };
  _dump(): void;
};

/** Where a response keeps its exchange. */
export const EXCHANGE: unique symbol = Symbol('multistatus.exchange');
/** Where `OutgoingMessage.write()` notes that it returned `false`. */
const needDrain: unique symbol = Object.getOwnPropertySymbols(new OutgoingMessage()).find(
  (symbol) => symbol.description === 'kNeedDrain',
) as never;
const EMPTY = new Uint8Array(0);

/** One call of a handler: collects what it writes, and settles once. */
export class Exchange implements SocketOwner {
  readonly socket: SocketFacade;
  req!: IncomingMessage;
  res!: OpenResponse;
  /** The body would have been sent in chunks: only then can trailers follow it. */
  isChunked = false;
  /**
   * The head goes out in one piece with the first text of the body and in its encoding, else in Latin-1; a client reads
   * Latin-1 in any case.
   */
  isHeadUtf8: boolean | undefined;
  /** Trailers as they were when the response ended. */
  trailer = '';
  readonly #maxBytes: number;
  readonly #resolve: (result: InjectResult) => void;
  readonly #reject: (reason: unknown) => void;
  /** Most bodies come in one piece: it needs no list. */
  #first: Uint8Array = EMPTY;
  #others: Uint8Array[] | undefined;
  #size = 0;
  #drainedSize = 0;
  #isDraining = false;
  #isComplete = false;
  #abortReason: unknown;
  #stopListening: (() => void) | undefined;

  constructor(
    options: { readonly socket?: SocketIdentity | undefined; readonly maxResponseBytes?: number | undefined },
    resolve: (result: InjectResult) => void,
    reject: (reason: unknown) => void,
  ) {
    this.socket = new SocketFacade(options.socket, this);
    this.#maxBytes = options.maxResponseBytes ?? Number.POSITIVE_INFINITY;
    this.#resolve = resolve;
    this.#reject = reject;
  }

  collect(chunk: Uint8Array): void {
    this.#size += chunk.byteLength;
    if (this.#size > this.#maxBytes) {
      this.#first = EMPTY;
      this.#others = undefined;
    } else if (this.#first.byteLength === 0) this.#first = chunk;
    else if (this.#others === undefined) this.#others = [chunk];
    else this.#others.push(chunk);
  }

  #body(): Uint8Array {
    return this.#others === undefined
      ? this.#first
      : Buffer.concat([this.#first, ...this.#others], this.#size);
  }

  /** What `write()` returns: `false` asks the handler to wait for `drain`, so that it yields as over a socket. */
  hasRoom(): boolean {
    if (this.#size - this.#drainedSize < HIGH_WATER_MARK) return true;
    if (!this.#isDraining) {
      this.#isDraining = true;
      this.socket.whenWritten(() => this.#drain());
    }
    return false;
  }

  #drain(): void {
    this.#isDraining = false;
    this.#drainedSize = this.#size;
    const { res } = this;
    if (res.finished || this.socket.destroyed || res[needDrain] !== true) return;
    res[needDrain] = false;
    res.emit('drain');
  }

  /** `finish`: does to the exchange what the server of `node:http` does, then hands the answer over. */
  complete(): void {
    const { res } = this;
    const req = this.req as OpenRequest;
    this.#isComplete = true;
    const isUnread = !req._consuming && !req._readableState.resumeScheduled;
    const isQuiet = isUnread && req._eventsCount === 0 && req._readableState.length === 0 && req.complete;
    if (isUnread && !isQuiet) req._dump();
    this.socket._httpMessage = null;
    (res as { socket: unknown }).socket = null;
    this.#release();
    process.nextTick(close, res, isQuiet ? req : undefined);
    const result = this.#readResult();
    const announced = res._hasBody ? result.headers['content-length'] : undefined;
    if (announced === undefined || Number(announced) === this.#size) this.#resolve(result);
    else
      this.#reject(
        new IncompleteResponseError(new RangeError(`${this.#size} bytes of ${String(announced)}`)),
      );
  }

  /** Ends the exchange as a lost connection would, once `signal` is aborted; its reason is what the promise rejects with. */
  abortOn(signal: AbortSignal): void {
    const abort = (): void => {
      this.#abortReason = signal.reason;
      this.socket.destroy();
    };
    signal.addEventListener('abort', abort, { once: true });
    this.#stopListening = () => signal.removeEventListener('abort', abort);
  }

  /** The handler threw or rejected: nobody will answer any more. */
  fail(error: unknown): void {
    if (this.res.finished) return;
    this.#reject(error);
    this.socket.destroy();
  }

  onSocketClose(error: Error | undefined): void {
    this.#release();
    if (this.#isComplete) return; // the server has let go of both messages
    this.req.destroy(connectionReset());
    this.#reject(this.#abortReason ?? new IncompleteResponseError(error));
    emitClose(this.res);
  }

  onSocketTimeout(): boolean {
    const isHandledByRequest = !this.req.complete && this.req.emit('timeout', this.socket);
    return this.res.emit('timeout', this.socket) || isHandledByRequest;
  }

  #release(): void {
    this.socket.release();
    this.#stopListening?.();
  }

  #readResult(): InjectResult {
    const written = this.res._header ?? '';
    const head = parseHead(this.isHeadUtf8 === true ? asLatin1(written) : written);
    const hasTrailers = this.isChunked && this.res._hasBody;
    const isBodyTooLarge = this.#size > this.#maxBytes;
    return new InjectResult(head, {
      trailers: hasTrailers ? parseFields(this.trailer, 0) : {},
      body: this.#body(),
      isBodyTooLarge,
    });
  }
}

/** Tells both messages that it is over; `quiet` is a request that nobody has read or listened to. */
function close(res: OpenResponse, quiet: OpenRequest | undefined): void {
  if (quiet !== undefined) process.nextTick(endQuietly, quiet);
  emitClose(res);
}

function emitClose(res: OpenResponse): void {
  if (res._closed) return;
  res.destroyed = true;
  res._closed = true;
  res.emit('close');
}

/**
 * Brings a request that nobody reads to its end, as the server of `node:http` does so that the next one can follow.
 *
 * Where nobody listens either, the stream need not be made to flow for that: it only gets the state in which it would
 * end. Flowing would make up a tenth of an inject.
 */
function endQuietly(req: OpenRequest): void {
  if (req._eventsCount > 0) {
    req._dump(); // somebody has come to listen since
    return;
  }
  const state = req._readableState;
  req._dumped = true;
  state.flowing = true;
  state.ended = true;
  state.endEmitted = true;
  state.destroyed = true;
  state.closed = true;
  state.closeEmitted = true;
}

/** What `node:http` gives the request of a client that has gone. */
function connectionReset(): Error {
  return Object.assign(new Error('aborted'), { code: 'ECONNRESET' });
}

function asLatin1(text: string): string {
  return /[\u0080-\uffff]/.test(text) ? Buffer.from(text, 'utf8').toString('latin1') : text;
}
