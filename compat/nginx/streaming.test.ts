// Lines of NDJSON through a real nginx, which holds answers back unless their server asks it not to.
import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createInterface, type Interface } from 'node:readline';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { batch, bulk } from '@multistatus/express';
import express from 'express';
import { type NginxServer, startNginx } from './nginx-server.js';

let server: Server;
let nginx: NginxServer;
/** Lets the second response of the request under way be made. */
let release: () => void;
let released: Promise<void>;

beforeAll(async () => {
  const app = express();
  app.use('/batch', batch());
  app.get('/first', (_req, res) => void res.json(1));
  app.get('/second', (_req, res) => void released.then(() => res.json(2)));
  const handle = async ({ name }: { name: string }): Promise<void> => {
    if (name === 'second') await released;
  };
  app.put('/items', bulk({ item: { type: 'object' }, handle }));
  server = createServer(app);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  nginx = await startNginx((server.address() as AddressInfo).port);
});

afterAll(async () => {
  await nginx.stop();
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

const OPERATIONS = ['/first', '/second'].map((url) => ({ method: 'GET', url }));

test.each([
  ['POST', '/batch', 'application/json', JSON.stringify({ requests: OPERATIONS })],
  ['PUT', '/items', 'application/x-ndjson', '{"name":"first"}\n{"name":"second"}\n'],
])('%s %s: the first line arrives before the second is made', async (method, path, type, body) => {
  released = new Promise((resolve) => {
    release = resolve;
  });
  const lines: unknown[] = [];
  for await (const line of await send(method, path, { type, body })) {
    lines.push(JSON.parse(line));
    if (lines.length === 1) release();
  }
  expect(lines).toMatchObject([{ index: 0 }, { index: 1 }, { summary: { total: 2, succeeded: 2 } }]);
});

async function send(
  method: string,
  path: string,
  { type, body }: { readonly type: string; readonly body: string },
): Promise<Interface> {
  const headers = { 'content-type': type, accept: 'application/x-ndjson' };
  const sent = request({ socketPath: nginx.socketPath, method, path, headers }).end(body);
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  expect(response.statusCode).toBe(207);
  return createInterface({ input: response });
}
