import { IncomingMessage, ServerResponse } from 'node:http';
import { EXCHANGE, type Exchange, type ExchangeResponse } from './exchange.js';
import type { OpenRequest } from './node-internals.js';
import type { RequestHead } from './request-head.js';
import { storeHead } from './store-head.js';

/** The constructors of a handler's request and response. */
export interface MessageTypes {
  readonly Request: new (exchange: Exchange, head: RequestHead) => IncomingMessage;
  readonly Response: new (exchange: Exchange) => ExchangeResponse;
}

type Constructor<T, A extends unknown[]> = new (...args: A) => T;
type Initialiser<A extends unknown[]> = (this: unknown, ...args: A) => void;

const initialiseRequest = IncomingMessage as unknown as Initialiser<[unknown]>;
const initialiseResponse = ServerResponse as unknown as Initialiser<[IncomingMessage]>;
/** The character `0`. */
const ZERO = 0x30;
const typesByApp = new WeakMap<object, MessageTypes>();
const plainTypes = createMessageTypes(IncomingMessage.prototype, ServerResponse.prototype);

/**
 * Returns the constructors for the messages of a handler.
 *
 * Express sets the prototypes of every request and response to `app.request` and `app.response`. Changing the
 * prototype of an existing object makes every later property access slow (a GET through Express 5 takes 5 times as
 * long). So its messages have those prototypes from the start, and Express changes nothing. The prototypes themselves
 * are never touched: all apps in the process share what they inherit from.
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
  function Request(this: OpenRequest, exchange: Exchange, head: RequestHead): void {
    // Without the socket: the constructor would only read its high-water mark, which is the default.
    initialiseRequest.call(this, undefined);
    this.socket = exchange.socket as never;
    this.client = exchange.socket;
    const { httpVersion } = head;
    this.httpVersion = httpVersion;
    this.httpVersionMajor = httpVersion.charCodeAt(0) - ZERO;
    this.httpVersionMinor = httpVersion.charCodeAt(2) - ZERO;
    this.method = head.method;
    this.url = head.url;
    this._addHeaderLines(head.rawHeaders, head.rawHeaders.length);
  }
  Request.prototype = requestPrototype;

  function Response(this: ExchangeResponse, exchange: Exchange): void {
    initialiseResponse.call(this, exchange.req);
    this[EXCHANGE] = exchange;
    this._send = collectBody;
    this._writeRaw = dropInformational;
    this._storeHeader = storeHead;
    // What assignSocket() does, without its listener: the socket calls the exchange when it closes.
    exchange.socket._httpMessage = this;
    (this as { socket: unknown }).socket = exchange.socket;
    this.on('finish', completeExchange);
  }
  Response.prototype = responsePrototype;

  // As `extends` would: V8 sizes an object by the constructors that its own inherits from. Otherwise the properties of
  // `node:http` go one by one into a list that is copied each time it grows, and an inject takes twice as long.
  Object.setPrototypeOf(Request, IncomingMessage);
  Object.setPrototypeOf(Response, ServerResponse);

  return {
    Request: Request as unknown as Constructor<IncomingMessage, [Exchange, RequestHead]>,
    Response: Response as unknown as Constructor<ExchangeResponse, [Exchange]>,
  };
}

/*
 * Every response has these as its own methods, since those of a subclass would be lost when Express sets the prototype.
 * They replace the step in which `node:http` hands bytes to the socket. `writeHead`, `write` and `end` above it stay
 * Node's, with all their signatures, checks and errors, and with the hooks that middleware puts on them.
 */

function collectBody(
  this: ExchangeResponse,
  data: string | Uint8Array,
  encoding: BufferEncoding | null,
  callback: unknown,
): boolean {
  const exchange = this[EXCHANGE];
  if (exchange.socket.destroyed) {
    exchange.isCut = true;
    return false;
  }
  let { length } = data;
  if (!this._headerSent) {
    this._headerSent = true;
    exchange.isHeadUtf8 = typeof data === 'string' && (encoding === 'utf8' || !encoding);
    length += this._header?.length ?? 0;
  }
  const hasRoom = exchange.socket.count(length);
  if (data.length > 0) exchange.write(data, encoding ?? 'utf8');
  if (typeof callback === 'function') exchange.socket.whenWritten(callback as () => void);
  if (!hasRoom) exchange.awaitDrain();
  return hasRoom;
}

/** Informational responses (100, 102, 103) are written this way. A result that is handed over whole has no place for them. */
function dropInformational(
  this: ExchangeResponse,
  _data: string,
  _encoding: string,
  callback: unknown,
): boolean {
  const { socket } = this[EXCHANGE];
  if (socket.destroyed) return false;
  if (typeof callback === 'function') socket.whenWritten(callback as () => void);
  return true;
}

function completeExchange(this: ExchangeResponse): void {
  this[EXCHANGE].complete();
}
