import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, test } from '@jest/globals';
import { discardRest } from '@multistatus/node';
import { RawRequest } from '../../support/raw-request.js';

const MEBIBYTE = 'x'.repeat(1_048_576);

const server = createServer();
afterEach(() => {
  server.removeAllListeners('request');
  server.closeAllConnections();
  server.close();
});

async function serve(answer: (req: IncomingMessage, res: ServerResponse) => unknown): Promise<number> {
  server.on('request', answer);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return (server.address() as AddressInfo).port;
}

test('a client that sends after its answer keeps its connection', async () => {
  const port = await serve((req, res) => {
    void discardRest(req, res);
    res.end(req.url);
  });
  const request = await RawRequest.open(port, '/first', { 'content-length': String(8 * MEBIBYTE.length) });
  await request.until('/first');
  for (let sent = 0; sent < 8; sent += 1) request.send(MEBIBYTE);
  request.send('GET /second HTTP/1.1\r\nhost: localhost\r\n\r\n');
  await request.until('/second');
  request.leave();
});

test('a client that sends more than 128 MiB is cut off', async () => {
  const port = await serve((req, res) => {
    void discardRest(req, res);
    res.end('answered');
  });
  const request = await RawRequest.open(port, '/', { 'content-length': String(256 * MEBIBYTE.length) });
  await request.until('answered');
  for (let sent = 0; sent < 160; sent += 1) request.send(MEBIBYTE);
  await request.untilClosed();
});

test('it ends with the connection', async () => {
  const discarded = new Promise<void>((resolve, reject) => {
    serve((req, res) => {
      discardRest(req, res).then(resolve, reject);
      res.end('answered');
    }).then(async (port) => {
      const request = await RawRequest.open(port, '/', { 'content-length': '10' });
      await request.until('answered');
      request.leave();
    }, reject);
  });
  await discarded;
});
