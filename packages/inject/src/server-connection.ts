import type { AddressInfo } from 'node:net';
import { Duplex } from 'node:stream';
import { addressOf, defineIdentity, LOOPBACK, type SocketIdentity } from './socket-identity.js';

type Callback = (error?: Error | null) => void;

/**
 * The server's end of a connection in memory, for the `connection` event of an `http.Server`.
 *
 * It has the identity of the outer connection and behaves as a `net.Socket` does, by the public API of streams alone.
 * What the client sends is pushed into it; what the server writes goes to a function.
 */
export class ServerConnection extends Duplex {
  readonly connecting = false;
  timeout = 0;
  declare readonly remoteAddress: string | undefined;
  declare readonly localAddress: string | undefined;
  declare readonly localPort: number | undefined;
  declare readonly localFamily: string | undefined;
  readonly _outer: SocketIdentity;
  readonly #onWrite: (bytes: Buffer) => void;
  #timer: NodeJS.Timeout | undefined;

  /** `onWrite` is called with a copy of what the server writes. */
  constructor(outer: SocketIdentity | undefined, onWrite: (bytes: Buffer) => void) {
    super({ emitClose: false });
    this._outer = outer ?? LOOPBACK;
    this.#onWrite = onWrite;
  }

  get readyState(): string {
    return this.destroyed ? 'closed' : 'open';
  }

  address(): AddressInfo | Record<string, never> {
    return addressOf(this);
  }

  override _read(): void {
    // The client pushes.
  }

  override _write(chunk: Uint8Array, _encoding: BufferEncoding, callback: Callback): void {
    this.#onWrite(Buffer.from(chunk)); // a copy: once called back, the handler may reuse its buffer
    callback();
  }

  /** What was written while corked reaches the client in one piece. */
  override _writev(chunks: readonly { readonly chunk: Uint8Array }[], callback: Callback): void {
    this.#onWrite(Buffer.concat(chunks.map(({ chunk }) => chunk)));
    callback();
  }

  /** A client that has read the server's last byte closes its own end as well. */
  override _final(callback: Callback): void {
    callback();
    setImmediate(() => this.destroy());
  }

  override _destroy(error: Error | null, callback: Callback): void {
    this.release();
    callback(error);
    // A real socket emits it once the system has closed the connection.
    setImmediate(() => this.emit('close', error !== null));
  }

  destroySoon(): void {
    this.end(() => this.destroy());
  }

  setTimeout(ms: number, callback?: () => void): this {
    this.release();
    this.timeout = ms;
    if (callback !== undefined) this.once('timeout', callback);
    if (ms > 0) this.#timer = setTimeout(() => this.emit('timeout'), ms).unref();
    return this;
  }
  /** Called when the response is complete: the connection is idle from then on. */
  release(): void {
    clearTimeout(this.#timer);
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

defineIdentity(ServerConnection.prototype);
