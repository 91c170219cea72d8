import { CHUNK_BYTES, type RequestHead } from './request-head.js';
import type { ServerConnection } from './server-connection.js';

const LAST_CHUNK = Buffer.from('0\r\n\r\n');

/**
 * Sends one request to a server, by pushing it into the server's connection.
 *
 * What is sent has the body, and of the head only what decides on framing: the version, and whether it is HEAD. The
 * rest is set on the request once it is parsed.
 */
export class RequestSender {
  readonly #connection: ServerConnection;
  readonly #head: RequestHead;
  readonly #body: Uint8Array;
  #isSent = false;
  #isAnswered = false;
  #isClosed = false;

  constructor(connection: ServerConnection, head: RequestHead, body: Uint8Array) {
    this.#connection = connection;
    this.#head = head;
    this.#body = body;
    connection.once('close', () => {
      this.#isClosed = true;
    });
  }

  /** Sends the head. The server has parsed it on return. */
  sendHead(): void {
    const { httpVersion, method } = this.#head;
    const carrier = method === 'HEAD' ? 'HEAD' : 'POST';
    const version = /^1\.[1-9]/.test(httpVersion) ? '1.1' : '1.0';
    const head = `${carrier} / HTTP/${version}\r\ntransfer-encoding: chunked\r\n\r\n`;
    // Pushed, it would wait until the connection flows, which begins on the next tick.
    this.#connection.emit('data', Buffer.from(head));
  }

  /** Calls `enter`, and sends the first piece of the body in the same turn of the event loop; the others in one each. */
  sendBody(enter: () => void): void {
    const hasBody = this.#body.byteLength > 0;
    // Scheduled before the handler is entered, so that immediates of its own come after.
    if (hasBody) setImmediate(() => this.#sendFrom(CHUNK_BYTES));
    enter();
    if (hasBody) this.#push(this.#chunkAt(0));
    else this.#sendLast();
  }

  /** Called when the response is complete: ends the connection once the server has read all of the request. */
  close(): void {
    this.#isAnswered = true;
    if (this.#isSent) this.#hangUp();
  }

  #sendFrom(start: number): void {
    if (start >= this.#body.byteLength) {
      this.#sendLast();
      return;
    }
    this.#push(this.#chunkAt(start));
    setImmediate(() => this.#sendFrom(start + CHUNK_BYTES));
  }

  #chunkAt(start: number): Buffer {
    const data = this.#body.subarray(start, start + CHUNK_BYTES);
    return Buffer.concat([Buffer.from(`${data.byteLength.toString(16)}\r\n`), data, Buffer.from('\r\n')]);
  }

  #sendLast(): void {
    this.#push(LAST_CHUNK);
    this.#isSent = true;
    if (this.#isAnswered) this.#hangUp();
  }

  #push(bytes: Buffer): void {
    const connection = this.#connection;
    if (!connection.destroyed) connection.push(bytes);
    // A server parses all of a packet, even if the handler has destroyed the connection since it was called.
    else if (!this.#isClosed) connection.emit('data', bytes);
  }

  /** A parser is in use, and in memory, until its connection has closed. */
  #hangUp(): void {
    if (!this.#connection.destroyed) this.#connection.push(null);
  }
}
