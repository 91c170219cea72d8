import http, { type RequestListener } from 'node:http';
import net, { type AddressInfo, type Server } from 'node:net';

/** A server on a free port of the loopback interface. */
export interface TestServer {
  /** Without a slash at the end. */
  readonly origin: string;
  /** What was asked, `GET /path`, in order. */
  readonly requests: readonly string[];
  close(): Promise<void>;
}

/** Starts a server of HTTP. */
export async function startServer(listener: RequestListener): Promise<TestServer> {
  const requests: string[] = [];
  const server = http.createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    listener(request, response);
  });
  const origin = await listen(server);
  return {
    origin,
    requests,
    close: () => {
      server.closeAllConnections();
      return closeServer(server);
    },
  };
}

/** Starts a server that answers whatever comes with these bytes, then closes; `undefined` never answers. */
export async function startRawServer(answer: string | undefined): Promise<TestServer> {
  const sockets = new Set<net.Socket>();
  const server = net.createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.once('data', () => {
      if (answer !== undefined) socket.end(answer);
    });
  });
  return {
    origin: await listen(server),
    requests: [],
    close: () => {
      for (const socket of sockets) socket.destroy();
      return closeServer(server);
    },
  };
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve, reject) => server.close((error) => (error ? reject(error) : resolve())));
}
