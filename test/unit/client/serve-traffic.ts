import type { IncomingMessage, RequestListener } from 'node:http';
import { type Served, serve } from '../../support/serve.js';

/** A server that remembers what came. */
export interface Traffic {
  readonly origin: string;
  /** The batch endpoint, `/batch`. */
  readonly url: string;
  /** `POST /batch` and so on, in the order in which requests arrived over a socket. */
  readonly seen: readonly string[];
  /** Forgets what came. */
  readonly forget: () => void;
  /** The requests themselves. */
  readonly requests: readonly IncomingMessage[];
  readonly close: () => Promise<void>;
}

/** The client remembers an endpoint by its URL, so that no test gets a port that another one had. */
const usedPorts = new Set<number>();

/** Starts a server for a test, which has to close it. */
export async function serveTraffic(handler: RequestListener): Promise<Traffic> {
  const requests: IncomingMessage[] = [];
  const seen: string[] = [];
  const { port, close } = await serveOnNewPort((req, res) => {
    requests.push(req);
    seen.push(`${req.method} ${req.url}`);
    handler(req, res);
  });
  const origin = `http://127.0.0.1:${port}`;
  const forget = (): void => {
    seen.length = 0;
    requests.length = 0;
  };
  return { origin, url: `${origin}/batch`, seen, requests, forget, close };
}

async function serveOnNewPort(handler: RequestListener): Promise<Served> {
  const served = await serve(handler);
  if (!usedPorts.has(served.port)) {
    usedPorts.add(served.port);
    return served;
  }
  await served.close();
  return serveOnNewPort(handler);
}
