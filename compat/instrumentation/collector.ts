import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';

/** Where a tracing library sends what it has recorded: a server of this machine that keeps it. */
export class Collector {
  readonly received: { readonly path: string; readonly body: Buffer }[] = [];
  readonly #server = createServer((req, res) => {
    void this.#keep(req).then(() => res.setHeader('content-type', 'application/json').end('{}'));
  });
  #wake: () => void = () => undefined;

  async start(): Promise<string> {
    await once(this.#server.listen(0, '127.0.0.1'), 'listening');
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Resolves with what `read` returns, as soon as it returns something; the time limit of the test ends it. */
  async until<Found>(read: (received: Collector['received']) => Found | undefined): Promise<Found> {
    for (;;) {
      const found = read(this.received);
      if (found !== undefined) return found;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  async #keep(req: IncomingMessage): Promise<void> {
    const sent = await buffer(req);
    const body = req.headers['content-encoding'] === 'gzip' ? gunzipSync(sent) : sent;
    this.received.push({ path: req.url ?? '', body });
    this.#wake();
  }

  async close(): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, 'close');
  }
}
