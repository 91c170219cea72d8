import type { IncomingMessage } from 'node:http';
import { BodyCollector } from './body-collector.js';
import { ChunkedDecoder } from './chunked-decoder.js';
import { IncompleteResponseError } from './incomplete-response-error.js';
import { InjectResult } from './inject-result.js';
import { dumpsAtOnce, needDrain, type OpenRequest, type OpenResponse } from './node-internals.js';
import { type Head, parseHead } from './parse-head.js';
import { SocketFacade, type SocketOwner } from './socket-facade.js';
import type { SocketIdentity } from './socket-identity.js';

/** Where a response keeps its exchange. */
export const EXCHANGE: unique symbol = Symbol('multistatus.exchange');

/** A response of {@link Exchange}. */
export type ExchangeResponse = OpenResponse & { [EXCHANGE]: Exchange };

/** One call of a handler: collects what it writes, and settles once. */
export class Exchange implements SocketOwner {
  readonly socket: SocketFacade;
  req!: IncomingMessage;
  res!: ExchangeResponse;
  /**
   * The head goes out in one piece with the first text of the body and in its encoding, otherwise in Latin-1; a client
   * reads Latin-1 in any case.
   */
  isHeadUtf8 = false;
  /** The head of the response, if it is known without parsing the text that was written. */
  head: Head | undefined;
  /** Something was written after the socket had been destroyed. */
  isCut = false;
  readonly #resolve: (result: InjectResult) => void;
  readonly #reject: (reason: unknown) => void;
  readonly #body: BodyCollector;
  #decoder: ChunkedDecoder | undefined;
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
    this.#body = new BodyCollector(options.maxResponseBytes ?? Number.POSITIVE_INFINITY);
    this.#resolve = resolve;
    this.#reject = reject;
  }

  /** Takes a part of the body, or of its framing if the response is chunked. */
  write(data: string | Uint8Array, encoding: BufferEncoding): void {
    if (this.res.chunkedEncoding) {
      this.#decoder ??= new ChunkedDecoder(this.#body);
      if (!this.#decoder.expectsData) {
        if (typeof data === 'string') this.#decoder.writeText(data);
        else this.#decoder.write(data);
        return;
      }
    }
    // A copy: the handler may reuse its buffer once the callback has said that the bytes are on their way.
    const bytes = Buffer.from(data as string, encoding);
    if (this.#decoder === undefined) this.#body.add(bytes);
    else this.#decoder.write(bytes);
  }

  /** Called when a write was told to wait: `drain` follows once what was written is on its way. */
  awaitDrain(): void {
    if (this.#isDraining) return;
    this.#isDraining = true;
    this.socket.whenWritten(() => this.#drain());
  }

  #drain(): void {
    this.#isDraining = false;
    const { res } = this;
    if (res.finished || this.socket.destroyed || res[needDrain] !== true) return;
    if (this.socket.writableLength > 0) this.awaitDrain();
    else if (res.writableLength === 0) {
      res[needDrain] = false;
      res.emit('drain');
    }
  }

  /** Called on `finish`: detaches both messages, as the server of `node:http` does, and settles. */
  complete(): void {
    const { res } = this;
    const req = this.req as OpenRequest;
    this.#isComplete = true;
    const isUnread = !req._consuming && !req._readableState.resumeScheduled;
    const isQuiet =
      isUnread && !dumpsAtOnce() && req.complete && req._eventsCount === 0 && req._readableState.length === 0;
    if (isUnread && !isQuiet) req._dump();
    this.socket._httpMessage = null;
    (res as { socket: unknown }).socket = null;
    this.#release();
    process.nextTick(close, res, isQuiet ? req : undefined);
    this.#settle();
  }

  /** Ends the exchange as a lost connection would, once `signal` is aborted; the promise rejects with its reason. */
  abortOn(signal: AbortSignal): void {
    const abort = (): void => {
      this.#abortReason = signal.reason;
      this.socket.destroy();
    };
    signal.addEventListener('abort', abort, { once: true });
    this.#stopListening = () => signal.removeEventListener('abort', abort);
  }

  /** Called when the handler threw or rejected, so that nobody will answer any more. */
  fail(error: unknown): void {
    if (this.res.finished) return;
    this.#reject(error);
    this.socket.destroy();
  }

  onSocketClose(error: Error | undefined): void {
    this.#release();
    if (this.#isComplete) return; // the server has let go of both messages
    this.req.destroy(connectionReset());
    if (this.#abortReason !== undefined) this.#reject(this.#abortReason);
    else if (this.res.finished && !this.isCut) this.#settle();
    else this.#reject(new IncompleteResponseError(error));
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

  #parseHead(): Head {
    const written = this.res._header ?? '';
    return parseHead(this.isHeadUtf8 ? asLatin1(written) : written);
  }

  #settle(): void {
    const head = this.head ?? this.#parseHead();
    const announced = this.res._hasBody ? head.headers['content-length'] : undefined;
    const { size } = this.#body;
    if (announced !== undefined && Number(announced) !== size)
      this.#reject(new IncompleteResponseError(new RangeError(`${size} bytes of ${String(announced)}`)));
    else if (this.#decoder?.isGarbled === true)
      this.#reject(new IncompleteResponseError(new Error('The chunks of the body are garbled')));
    else this.#resolve(new InjectResult(head, this.#body, this.#decoder?.trailer ?? ''));
  }
}

/** Closes both messages; `quiet` is a request that nobody has read or listened to. */
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
 * Ends a request that nobody reads, as the server of `node:http` does so that the next one can follow.
 *
 * Where nobody listens either, the stream need not flow for that: it is only put into the state in which it would end.
 * Flowing would take a tenth of the time of an inject.
 */
function endQuietly(req: OpenRequest): void {
  if (req._eventsCount > 0) {
    req._dump(); // a listener was added in the meantime
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

/** Returns the error that `node:http` destroys a request with when its client has gone. */
function connectionReset(): Error {
  return Object.assign(new Error('aborted'), { code: 'ECONNRESET' });
}

function asLatin1(text: string): string {
  return /[\u0080-\uffff]/.test(text) ? Buffer.from(text, 'utf8').toString('latin1') : text;
}
