import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import httpProxy from 'http-proxy';
import type { Served } from '../../support/serve.js';

/**
 * Starts a reverse proxy as a gateway has it: what comes to `prefix` goes to the server on `port` without it, all else is
 * not for that server. Answers come back as they are.
 */
export async function stripPrefixProxy(prefix: string, port: number): Promise<Served> {
  const proxy = httpProxy.createProxyServer({ target: { host: '127.0.0.1', port }, xfwd: true });
  proxy.on('error', (error, _req, res) => {
    if ('writeHead' in res) res.writeHead(502).end(error.message);
  });
  const server = createServer((req, res) => {
    const url = req.url ?? '';
    if (!url.startsWith(`${prefix}/`)) {
      res.writeHead(404).end('nothing behind this path');
      return;
    }
    req.url = url.slice(prefix.length);
    proxy.web(req, res);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    server,
    port: (server.address() as AddressInfo).port,
    async close() {
      proxy.close();
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
