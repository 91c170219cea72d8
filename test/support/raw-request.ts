import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** A request that is written by hand, piece by piece, to `POST` or another method of one path. */
export class RawRequest {
  readonly #socket: Socket;
  readonly #closed: Promise<void>;
  #text = '';
  #wake: () => void = () => undefined;

  private constructor(socket: Socket) {
    this.#socket = socket;
    // Not once(): a reset connection closes too.
    this.#closed = new Promise((resolve) => void socket.on('close', () => resolve()));
    socket.setEncoding('latin1');
    socket.on('data', (chunk: string) => {
      this.#text += chunk;
      this.#wake();
    });
    // A server that closes while the client still sends may reset the connection.
    socket.on('error', () => undefined);
    socket.on('close', () => this.#wake());
  }

  /** Resolves when the server has the head of the request: it says so by 100 Continue. */
  static async open(
    port: number,
    path: string,
    headers: Readonly<Record<string, string>>,
  ): Promise<RawRequest> {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    const request = new RawRequest(socket);
    const fields = Object.entries({ host: 'localhost', expect: '100-continue', ...headers });
    const head = fields.map(([name, value]) => `${name}: ${value}\r\n`).join('');
    request.send(`POST ${path} HTTP/1.1\r\n${head}\r\n`);
    await request.until('100 Continue');
    return request;
  }

  send(text: string): void {
    this.#socket.write(text);
  }

  /** Sends one chunk of a body without content-length. */
  sendChunk(text: string): void {
    this.send(`${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`);
  }

  /** Resolves with all that has been received once it holds `part`; rejects if the connection closes before. */
  async until(part: string): Promise<string> {
    while (!this.#text.includes(part)) {
      if (this.#socket.destroyed) throw new Error(`The connection closed after: ${this.#text}`);
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    return this.#text;
  }

  /** Resolves with all that has been received once the server has closed the connection. */
  async untilClosed(): Promise<string> {
    await this.#closed;
    return this.#text;
  }

  leave(): void {
    this.#socket.destroy();
  }
}
