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

/** The client remembers an endpoint by its URL, so that no server gets a port that another one had. */
const usedPorts = new Set<number>();

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  if (usedPorts.has(port)) {
    await closeServer(server);
    return listen(server);
  }
  usedPorts.add(port);
  return `http://127.0.0.1:${port}`;
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve, reject) => server.close((error) => (error ? reject(error) : resolve())));
}
