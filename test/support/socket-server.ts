import http, { type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { NodeHandler } from '@multistatus/inject';
import { collectFields, PATIENCE_MS, type PlainAnswer, type PlainRequest } from './plain-exchange.js';

/** A handler behind a real server on the loopback interface. */
export interface SocketServer {
  readonly port: number;
  /** Sends one request, byte for byte as described, and returns what came over the wire. */
  send(request: PlainRequest): Promise<PlainAnswer>;
  close(): Promise<void>;
}

/** Starts `handler` on a free port; a response that has not come after `patienceMs` is `silent`. */
export async function startSocketServer(
  handler: NodeHandler,
  patienceMs = PATIENCE_MS,
): Promise<SocketServer> {
  const server = http.createServer({ keepAliveTimeout: 0 }, handler as http.RequestListener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const agent = new http.Agent({ keepAlive: true });
  return {
    port,
    send: (request) => send(request, { port, agent, patienceMs }),
    close() {
      agent.destroy();
      server.closeAllConnections();
      return new Promise((resolve, reject) => server.close((error) => (error ? reject(error) : resolve())));
    },
  };
}

function send(
  { method, url, headers, body }: PlainRequest,
  { port, agent, patienceMs }: { port: number; agent: http.Agent; patienceMs: number },
): Promise<PlainAnswer> {
  return new Promise((resolve) => {
    const outgoing = http.request({ host: '127.0.0.1', port, agent, method, path: url, setHost: false });
    const values = Object.entries(collectFields(headers.flat()));
    for (const [name, value] of values)
      outgoing.setHeader(headers.find((is) => is[0].toLowerCase() === name)![0], value);
    if (body !== undefined) outgoing.setHeader('content-length', body.byteLength);
    outgoing.setTimeout(patienceMs, () => {
      resolve({ kind: 'silent' });
      outgoing.destroy();
    });
    // A request without a body is sent without framing, regardless of its method.
    outgoing.useChunkedEncodingByDefault = false;
    outgoing.on('error', () => resolve({ kind: 'broken' }));
    outgoing.on('response', (incoming) => void readAnswer(incoming).then(resolve));
    outgoing.end(body);
  });
}

async function readAnswer(incoming: IncomingMessage): Promise<PlainAnswer> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
  } catch {
    return { kind: 'broken' };
  }
  if (!incoming.complete) return { kind: 'broken' };
  return {
    kind: 'answer',
    status: incoming.statusCode ?? 0,
    statusMessage: incoming.statusMessage ?? '',
    headers: collectFields(incoming.rawHeaders),
    trailers: collectFields(incoming.rawTrailers),
    body: Buffer.concat(chunks),
  };
}
