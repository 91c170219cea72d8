import { once } from 'node:events';
import { type ClientRequest, type IncomingMessage, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from '@jest/globals';
import { batch } from '@multistatus/express';
import express from 'express';

const JSONL = 'application/jsonl';
const get = (url: string): object => ({ method: 'GET', url });

let server: Server | undefined;
afterEach(async () => {
  server?.closeAllConnections();
  server?.close();
  if (server !== undefined) await once(server, 'close');
  server = undefined;
});

/** Serves `/now`, which answers at once, and `/held`, which answers when `release` is called; and counts the writes of answers. */
async function serve(): Promise<{ port: number; release: () => void; writes: () => number }> {
  let writes = 0;
  let release = (): void => undefined;
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  const app = express();
  app.use('/batch', (_req, res, next) => {
    const write = res.write.bind(res) as (piece: Buffer) => boolean;
    res.write = (piece: Buffer) => {
      writes += 1;
      return write(piece);
    };
    next();
  });
  app.use('/batch', batch());
  app.get('/now', (_req, res) => void res.json({}));
  app.get('/held', (_req, res) => void released.then(() => res.json({})));
  server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { port: (server.address() as AddressInfo).port, release, writes: () => writes };
}

function post(port: number, type: string): ClientRequest {
  const headers = { 'content-type': type, accept: JSONL };
  return request({ host: '127.0.0.1', port, method: 'POST', path: '/batch', headers });
}

async function* linesOf(outgoing: ClientRequest): AsyncGenerator<{ index?: number; summary?: object }> {
  const [incoming] = (await once(outgoing, 'response')) as [IncomingMessage];
  let rest = '';
  for await (const chunk of incoming.setEncoding('utf8')) {
    const pieces = (rest + String(chunk)).split('\n');
    rest = pieces.pop() ?? '';
    for (const line of pieces) yield JSON.parse(line) as { index?: number };
  }
}

test('a line that is answered goes out although nothing follows it', async () => {
  const { port } = await serve();
  const outgoing = post(port, JSONL);
  const lines = linesOf(outgoing);
  outgoing.write(`${JSON.stringify(get('/now'))}\n`);
  expect((await lines.next()).value).toMatchObject({ index: 0, status: 200 });
  outgoing.end(`${JSON.stringify(get('/now'))}\n`);
  expect((await lines.next()).value).toMatchObject({ index: 1, status: 200 });
  expect((await lines.next()).value).toMatchObject({ summary: { total: 2 } });
});

test('a line of a batch in JSON goes out while another operation runs', async () => {
  const { port, release } = await serve();
  const outgoing = post(port, 'application/json');
  const lines = linesOf(outgoing);
  outgoing.end(JSON.stringify({ requests: [get('/held'), get('/now')] }));
  expect((await lines.next()).value).toMatchObject({ index: 1, status: 200 });
  release();
  expect((await lines.next()).value).toMatchObject({ index: 0, status: 200 });
  expect((await lines.next()).value).toMatchObject({ summary: { total: 2 } });
});

test.each([
  ['lines', JSONL, (all: readonly object[]) => all.map((each) => JSON.stringify(each)).join('\n')],
  ['a batch in JSON', 'application/json', (all: readonly object[]) => JSON.stringify({ requests: all })],
])('of %s, those that are answered in one turn are written together', async (_title, type, toBody) => {
  const { port, writes } = await serve();
  const outgoing = post(port, type);
  const lines = linesOf(outgoing);
  outgoing.end(toBody(Array.from({ length: 96 }, () => get('/now'))));
  let count = 0;
  let last: object | undefined;
  for await (const { index, summary } of lines) {
    if (index !== undefined) count += 1;
    last = summary;
  }
  expect(count).toBe(96);
  expect(last).toMatchObject({ total: 96, succeeded: 96 });
  // Eight run at the same time by default.
  expect(writes()).toBeLessThan(96 / 3);
});
