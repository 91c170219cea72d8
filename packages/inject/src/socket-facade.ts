import { EventEmitter } from 'node:events';
import type { AddressInfo } from 'node:net';
import { getDefaultHighWaterMark } from 'node:stream';

/** Bytes that a connection takes before it asks to wait: that of real ones, 16 KiB in Node 20 and 64 KiB from 22 on. */
export const HIGH_WATER_MARK: number = getDefaultHighWaterMark(false);

/** The properties of a connection that handlers look at: a `net.Socket` or `tls.TLSSocket` is one. */
export interface SocketIdentity {
  readonly remoteAddress?: string | undefined;
  readonly remotePort?: number | undefined;
  readonly remoteFamily?: string | undefined;
  readonly localAddress?: string | undefined;
  readonly localPort?: number | undefined;
  readonly localFamily?: string | undefined;
  /** `true` on a TLS connection; `req.protocol` and `req.secure` are read from it. */
  readonly encrypted?: boolean | undefined;
}

const LOOPBACK: SocketIdentity = {
  remoteAddress: '127.0.0.1',
  remotePort: 0,
  remoteFamily: 'IPv4',
  localAddress: '127.0.0.1',
  localPort: 0,
  localFamily: 'IPv4',
};

/** What a handler may ask of a connection, each answered by the outer one. */
const IDENTITY = [
  'remoteAddress',
  'remotePort',
  'remoteFamily',
  'localAddress',
  'localPort',
  'localFamily',
  'bytesRead',
  'bytesWritten',
  'server',
  'encrypted',
  'authorized',
  'authorizationError',
  'alpnProtocol',
  'servername',
  'exportKeyingMaterial',
  'getCertificate',
  'getCipher',
  'getEphemeralKeyInfo',
  'getFinished',
  'getPeerCertificate',
  'getPeerFinished',
  'getPeerX509Certificate',
  'getProtocol',
  'getSession',
  'getSharedSigalgs',
  'getTLSTicket',
  'getX509Certificate',
  'isSessionReused',
] as const;

/** What the facade tells the exchange that it carries, as `node:http` does when a real socket says so. */
export interface SocketOwner {
  onSocketClose(error: Error | undefined): void;
  /** Returns whether request or response listened; if neither did, the socket is destroyed. */
  onSocketTimeout(): boolean;
}

/**
 * Stands where handlers expect `req.socket`: the identity of the outer connection, and nothing else of it.
 *
 * One per operation, so that `destroy()`, `setTimeout()` or a listener of one handler cannot reach the real
 * socket that all operations came in by. No bytes pass through it.
 */
export class SocketFacade extends EventEmitter {
  readable = true;
  writable = true;
  destroyed = false;
  readonly connecting = false;
  readonly readableHighWaterMark: number = HIGH_WATER_MARK;
  readonly writableHighWaterMark: number = HIGH_WATER_MARK;
  readonly writableLength = 0;
  timeout = 0;
  /** `OutgoingMessage.end()` sets `corked` here. */
  readonly _writableState: { corked: number } = { corked: 0 };
  /** `OutgoingMessage.end()` emits `prefinish` only if this is itself. */
  _httpMessage: unknown = null;

  declare readonly remoteAddress: string | undefined;
  declare readonly localAddress: string | undefined;
  declare readonly localPort: number | undefined;
  declare readonly localFamily: string | undefined;

  /** Read by the getters of {@link IDENTITY}. */
  readonly _outer: SocketIdentity;
  readonly #owner: SocketOwner;
  #corked: (() => void)[] | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(outer: SocketIdentity | undefined, owner: SocketOwner) {
    super();
    this._outer = outer ?? LOOPBACK;
    this.#owner = owner;
  }

  get writableCorked(): number {
    return this._writableState.corked;
  }
  get readyState(): string {
    return this.destroyed ? 'closed' : 'open';
  }

  address(): AddressInfo | Record<string, never> {
    const { localAddress, localPort, localFamily } = this;
    if (localAddress === undefined || localPort === undefined || localFamily === undefined) return {};
    return { address: localAddress, port: localPort, family: localFamily };
  }

  /** Ends the connection: `close` of request, response and socket follow in the next turn of the event loop. */
  destroy(error?: Error): this {
    if (this.destroyed) return this;
    this.destroyed = true;
    this.readable = false;
    this.writable = false;
    clearTimeout(this.#timer);
    // Unheard, the server of a real connection would have taken it.
    if (error !== undefined)
      process.nextTick(() => this.listenerCount('error') > 0 && this.emit('error', error));
    // A real socket says so once the system has closed it.
    setImmediate(() => {
      this.#owner.onSocketClose(error);
      this.emit('close', error !== undefined);
    });
    return this;
  }
  destroySoon(): void {
    this.destroy();
  }
  end(): this {
    return this.destroy();
  }

  /** As on a real connection: `timeout` of request and response after `ms` milliseconds; destroyed if neither listens. */
  setTimeout(ms: number, callback?: () => void): this {
    clearTimeout(this.#timer);
    this.timeout = ms;
    if (callback !== undefined) this.once('timeout', callback);
    if (ms > 0) this.#timer = setTimeout(() => this.#expire(), ms).unref();
    return this;
  }
  #expire(): void {
    const isHandled = this.#owner.onSocketTimeout();
    this.emit('timeout');
    if (!isHandled) this.destroy();
  }
  /** Called when the response is complete: the connection is idle from then on. */
  release(): void {
    clearTimeout(this.#timer);
  }

  cork(): void {
    this._writableState.corked += 1;
  }
  uncork(): void {
    if (this._writableState.corked > 0) this._writableState.corked -= 1;
    const callbacks = this.#corked;
    if (this._writableState.corked > 0 || callbacks === undefined) return;
    this.#corked = undefined;
    process.nextTick(callEach, callbacks); // at once, as they are written at once
  }
  /** Calls back once what was written is on its way: on the next tick, or the one after `uncork()`. */
  whenWritten(callback: () => void): void {
    if (this._writableState.corked === 0) process.nextTick(callback);
    else if (this.#corked === undefined) this.#corked = [callback];
    else this.#corked.push(callback);
  }
  write(): boolean {
    return !this.destroyed;
  }
  pause(): this {
    return this;
  }
  resume(): this {
    return this;
  }
  setNoDelay(): this {
    return this;
  }
  setKeepAlive(): this {
    return this;
  }
  ref(): this {
    return this;
  }
  unref(): this {
    return this;
  }
}

function callEach(callbacks: readonly (() => void)[]): void {
  for (const callback of callbacks) callback();
}

// On the prototype, so that a facade costs nothing for what nobody asks. A handler may overwrite what it sees, as on a
// real socket; the outer one does not notice.
for (const name of IDENTITY) {
  Object.defineProperty(SocketFacade.prototype, name, {
    configurable: true,
    get(this: SocketFacade) {
      const value = (this._outer as Readonly<Record<string, unknown>>)[name];
      return typeof value === 'function' ? (value.bind(this._outer) as unknown) : value;
    },
    set(this: SocketFacade, value: unknown) {
      Object.defineProperty(this, name, { value, writable: true, configurable: true, enumerable: true });
    },
  });
}
