import { once } from 'node:events';
import net, { type AddressInfo, type Socket } from 'node:net';

/** A proxy in front of a server that can cut connections. */
export interface TcpProxy {
  readonly origin: string;
  /** The heads of all requests that arrived. */
  requests(): string[];
  /** Destroys all connections. */
  cutAll(): void;
  /** Calls `callback` with the head of each request, before the server gets it. */
  onRequest(callback: (head: string) => void): void;
  /** Loses the answer to the next request whose head matches, once the server has sent it. */
  loseAnswer(head: RegExp): void;
  close(): Promise<void>;
}

/** Starts a proxy on a free port. It expects that clients send no two requests at once over one connection. */
export async function createTcpProxy(port: number): Promise<TcpProxy> {
  const pairs = new Set<readonly [Socket, Socket]>();
  const heads: string[] = [];
  let lost: RegExp | undefined;
  let callback: (head: string) => void = () => {};
  const server = net.createServer((client) => {
    const upstream = net.connect(port, '127.0.0.1');
    const pair = [client, upstream] as const;
    pairs.add(pair);
    const end = (): void => {
      pairs.delete(pair);
      for (const socket of pair) socket.destroy();
    };
    let isLosing = false;
    client.on('data', (chunk: Buffer) => {
      const text = chunk.toString('latin1');
      if (/^[A-Z]+ \S+ HTTP\/1\.1\r\n/.test(text)) {
        const head = text.split('\r\n\r\n', 1)[0] ?? '';
        heads.push(head);
        callback(head);
        if (lost?.test(head) === true) {
          lost = undefined;
          isLosing = true;
        }
      }
      upstream.write(chunk);
    });
    upstream.on('data', (chunk: Buffer) => {
      if (isLosing) end();
      else client.write(chunk);
    });
    for (const socket of pair) {
      socket.on('error', end);
      socket.on('close', end);
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const cutAll = (): void => {
    for (const [client, upstream] of pairs) {
      client.destroy();
      upstream.destroy();
    }
  };
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests: () => [...heads],
    cutAll,
    onRequest: (next) => {
      callback = next;
    },
    loseAnswer: (head) => {
      lost = head;
    },
    async close() {
      const closed = once(server, 'close');
      server.close();
      cutAll();
      await closed;
    },
  };
}
