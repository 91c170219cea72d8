import type { AddressInfo } from 'node:net';
import { getDefaultHighWaterMark } from 'node:stream';
import { LazyEmitter } from './lazy-emitter.js';
import type { OpenSocket } from './node-internals.js';
import { addressOf, defineIdentity, LOOPBACK, type SocketIdentity } from './socket-identity.js';

/** Bytes that a connection takes before it asks to wait. As of real ones: 16 KiB in Node 20, 64 KiB from Node 22 on. */
const HIGH_WATER_MARK: number = getDefaultHighWaterMark(false);

/** The exchange that a facade carries. It does what `node:http` does on these events of a real socket. */
export interface SocketOwner {
  onSocketClose(error: Error | undefined): void;
  /** Returns whether request or response listened; if neither did, the socket is destroyed. */
  onSocketTimeout(): boolean;
}

/**
 * The `req.socket` of a handler. It has the identity of the outer connection, and nothing else of it.
 *
 * Each request has its own, so that `destroy()`, `setTimeout()` or a listener of one handler cannot reach the real
 * socket that all of them came in by. No bytes pass through it.
 */
export class SocketFacade extends LazyEmitter implements OpenSocket {
  declare readable: boolean;
  declare writable: boolean;
  destroyed = false;
  declare errored: Error | null;
  declare readonly connecting: boolean;
  declare readonly readableHighWaterMark: number;
  declare readonly writableHighWaterMark: number;
  /** Bytes that were written while corked; all others are on their way at once. */
  writableLength = 0;
  declare timeout: number;
  readonly _writableState: { corked: number } = { corked: 0 };
  _httpMessage: unknown = null;

  declare readonly remoteAddress: string | undefined;
  declare readonly localAddress: string | undefined;
  declare readonly localPort: number | undefined;
  declare readonly localFamily: string | undefined;

  readonly _outer: SocketIdentity;
  readonly #owner: SocketOwner;
  /** What waits for `uncork()`: usually one function. */
  #corked: (() => void) | (() => void)[] | undefined;
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
    return addressOf(this);
  }

  /** Ends the connection: `close` of request, response and socket follow in the next turn of the event loop. */
  destroy(error?: Error): this {
    if (this.destroyed) return this;
    this.destroyed = true;
    this.errored = error ?? null;
    this.readable = false;
    this.writable = false;
    clearTimeout(this.#timer);
    // Without a listener: the server of a real connection has one.
    if (error !== undefined)
      process.nextTick(() => this.listenerCount('error') > 0 && this.emit('error', error));
    // A real socket emits it once the system has closed the connection.
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

  /** Emits `timeout` on request and response after `ms` milliseconds, and is destroyed if neither listens. */
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
    if (this._writableState.corked > 0) return;
    this.writableLength = 0;
    const callbacks = this.#corked;
    if (callbacks === undefined) return;
    this.#corked = undefined;
    if (typeof callbacks === 'function') process.nextTick(callbacks);
    else process.nextTick(callEach, callbacks); // at once, as they are written at once
  }
  /** Calls `callback` once what was written is on its way: on the next tick, or on the one after `uncork()`. */
  whenWritten(callback: () => void): void {
    if (this._writableState.corked === 0) process.nextTick(callback);
    else if (this.#corked === undefined) this.#corked = callback;
    else if (typeof this.#corked === 'function') this.#corked = [this.#corked, callback];
    else this.#corked.push(callback);
  }
  /** Counts what is written. Returns what `write()` of a socket returns: `false` asks to wait for `drain`. */
  count(length: number): boolean {
    if (this._writableState.corked === 0) return length < HIGH_WATER_MARK;
    this.writableLength += length;
    return this.writableLength < HIGH_WATER_MARK;
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

// On the prototype, because hardly any socket facade changes them.
Object.assign(SocketFacade.prototype, {
  readable: true,
  writable: true,
  errored: null,
  connecting: false,
  readableHighWaterMark: HIGH_WATER_MARK,
  writableHighWaterMark: HIGH_WATER_MARK,
  timeout: 0,
});
defineIdentity(SocketFacade.prototype);
