import { IncomingMessage, OutgoingMessage, ServerResponse } from 'node:http';
import { EXCHANGE, type Exchange, type OpenResponse } from './exchange.js';

/** The constructors that make a handler's request and response. */
export interface MessageTypes {
  readonly Request: new (exchange: Exchange, head: RequestHead) => IncomingMessage;
  readonly Response: new (exchange: Exchange) => OpenResponse;
}

export interface RequestHead {
  readonly method: string;
  readonly url: string;
  /** `major.minor`, one digit each. */
  readonly httpVersion: string;
  readonly rawHeaders: string[];
}

type Constructor<T, A extends unknown[]> = new (...args: A) => T;
type Initialiser<A extends unknown[]> = (this: unknown, ...args: A) => void;
type OpenIncomingMessage = IncomingMessage & { _addHeaderLines(lines: string[], count: number): void };

const initialiseRequest = IncomingMessage as unknown as Initialiser<[unknown]>;
const initialiseResponse = ServerResponse as unknown as Initialiser<[IncomingMessage]>;
const { _storeHeader: storeHeader } = OutgoingMessage.prototype as unknown as {
  _storeHeader: (this: OpenResponse, firstLine: string, headers: unknown) => void;
};
const typesByApp = new WeakMap<object, MessageTypes>();
const plainTypes = createMessageTypes(IncomingMessage.prototype, ServerResponse.prototype);

/**
 * Gives the constructors for a handler's messages.
 *
 * Express sets the prototypes of every request and response to `app.request` and `app.response`. Changing the
 * prototype of a living object makes every later property access slow (a GET through Express 5 takes 5 times as
 * long); so its messages are made with those prototypes from the start, and the change is none. The prototypes
 * themselves are never touched: all apps in the process share what stands behind them.
 */
export function messageTypesOf(handler: object): MessageTypes {
  const { request, response } = handler as { request?: unknown; response?: unknown };
  if (!(request instanceof IncomingMessage) || !(response instanceof ServerResponse)) return plainTypes;
  let types = typesByApp.get(handler);
  if (types === undefined) {
    types = createMessageTypes(request, response);
    typesByApp.set(handler, types);
  }
  return types;
}

function createMessageTypes(
  requestPrototype: IncomingMessage,
  responsePrototype: ServerResponse,
): MessageTypes {
  function Request(this: OpenIncomingMessage, exchange: Exchange, head: RequestHead): void {
    initialiseRequest.call(this, exchange.socket);
    this.httpVersion = head.httpVersion;
    this.httpVersionMajor = Number(head.httpVersion[0]);
    this.httpVersionMinor = Number(head.httpVersion[2]);
    this.method = head.method;
    this.url = head.url;
    this._addHeaderLines(head.rawHeaders, head.rawHeaders.length);
  }
  Request.prototype = requestPrototype;

  function Response(this: OpenResponse, exchange: Exchange): void {
    initialiseResponse.call(this, exchange.req);
    this[EXCHANGE] = exchange;
    this._storeHeader = storeHeaderUnframed;
    this._send = collectBody;
    this._writeRaw = dropInformational;
    // What assignSocket() does; that the socket has closed, the exchange hears without a listener.
    exchange.socket._httpMessage = this;
    (this as { socket: unknown }).socket = exchange.socket;
    this.on('finish', completeExchange);
  }
  Response.prototype = responsePrototype;

  // As `extends` would: V8 makes an object as large as the constructors that stand behind its own ask for. Otherwise the
  // properties of `node:http` go one by one into a list that is copied each time it grows: twice the time of an inject.
  Object.setPrototypeOf(Request, IncomingMessage);
  Object.setPrototypeOf(Response, ServerResponse);

  return {
    Request: Request as unknown as Constructor<IncomingMessage, [Exchange, RequestHead]>,
    Response: Response as unknown as Constructor<OpenResponse, [Exchange]>,
  };
}

/*
 * Own methods of every response, since a subclass's would be lost when Express sets the prototype. They stand where
 * `node:http` hands bytes to the socket, below `writeHead`, `write` and `end`: those stay the genuine ones, with all
 * their signatures, checks and errors, and so do the hooks that middleware puts on them.
 */

function storeHeaderUnframed(this: OpenResponse, firstLine: string, headers: unknown): void {
  storeHeader.call(this, firstLine, headers);
  this[EXCHANGE].isChunked = this.chunkedEncoding;
  this.chunkedEncoding = false; // no framing around what collectBody is given
}

function collectBody(
  this: OpenResponse,
  data: string | Uint8Array,
  encoding: BufferEncoding | null,
  callback: unknown,
): boolean {
  const exchange = this[EXCHANGE];
  if (exchange.socket.destroyed) return false;
  exchange.isHeadUtf8 ??=
    typeof data === 'string' && (encoding === 'utf8' || !encoding) && (data === '' || !exchange.isChunked);
  if (!this.finished) exchange.trailer = this._trailer; // the last call of all is that of end()
  // A copy: the handler may reuse its buffer once the callback has told it that the bytes are on their way.
  if (data.length > 0) exchange.collect(Buffer.from(data as string, encoding ?? 'utf8'));
  if (typeof callback === 'function') exchange.socket.whenWritten(callback as () => void);
  return exchange.hasRoom();
}

/** Informational responses (100, 102, 103) come this way: an answer that is collected whole has no place for them. */
function dropInformational(this: OpenResponse, _data: string, _encoding: string, callback: unknown): boolean {
  const { socket } = this[EXCHANGE];
  if (socket.destroyed) return false;
  if (typeof callback === 'function') socket.whenWritten(callback as () => void);
  return true;
}

function completeExchange(this: OpenResponse): void {
  this[EXCHANGE].complete();
}
