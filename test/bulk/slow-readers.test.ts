import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { BatchOptions } from '@multistatus/core';
import type { NodeHandler } from '@multistatus/inject';
import { type BulkServer, bulkHosts, newestHosts } from './bulk-hosts.js';
import { JSON_TYPE, NDJSON } from './exchange.js';

/** More than the buffers of a connection hold. */
const BIG = Buffer.alloc(2_000_000, 'a');
const OPERATIONS = 8;
const ANSWER_BYTES = BIG.length * OPERATIONS;
const target: NodeHandler = (_req, res) => {
  res.setHeader('content-type', 'text/plain');
  res.end(BIG);
};
const BATCH = JSON.stringify({
  requests: Array.from({ length: OPERATIONS }, () => ({ method: 'GET', url: '/' })),
});
const SMALL = JSON.stringify({ requests: [] });
const XML = 'application/xml';

let server: BulkServer | undefined;
const sockets: Socket[] = [];
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await server?.close();
  server = undefined;
});

/** Sends a request and reads nothing of the answer. Resolves when the answer has begun to arrive. */
async function postAndStall(path: string, body: string, accept: string): Promise<Socket> {
  const socket = connect(server!.port, '127.0.0.1');
  sockets.push(socket);
  socket.on('error', () => undefined);
  const head = [
    `POST ${path} HTTP/1.1`,
    'host: localhost',
    `content-type: ${JSON_TYPE}`,
    `accept: ${accept}`,
  ];
  socket.write([...head, `content-length: ${Buffer.byteLength(body)}`, '', body].join('\r\n'));
  await once(socket, 'readable');
  return socket;
}

function post(path: string, body: string): Promise<Response> {
  const headers = { 'content-type': JSON_TYPE };
  return fetch(`http://127.0.0.1:${server!.port}${path}`, { method: 'POST', headers, body });
}

/** Sends a request until it is not refused for lack of capacity. */
async function postWhenFree(path: string, body: string): Promise<Response> {
  for (;;) {
    const response = await post(path, body);
    if (response.status !== 503) return response;
    await response.text();
  }
}

/** Reads the rest. Resolves with the number of bytes when the connection has closed. */
async function readToEnd(socket: Socket): Promise<number> {
  let bytes = 0;
  socket.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
  });
  await once(socket, 'close');
  return bytes;
}

describe.each(bulkHosts)('$name', (host) => {
  async function start(limits: BatchOptions['limits']): Promise<void> {
    const item = {};
    server = await host.start({ item, handle: () => BIG.toString(), limits } as never, {
      batch: { limits, target } as BatchOptions,
    });
  }

  test('a client has its place until it has taken the answer', async () => {
    await start({ maxConcurrentRequests: 1 });
    const slow = await postAndStall('/batch', BATCH, JSON_TYPE);
    const refused = await post('/batch', SMALL);
    expect(refused.status).toBe(503);
    expect(refused.headers.get('retry-after')).toBe('1');
    expect(await refused.json()).toMatchObject({ limit: 'maxConcurrentRequests' });
    slow.destroy();
    expect((await postWhenFree('/batch', SMALL)).status).not.toBe(503);
  });

  test('answers that clients have not taken count as bytes under way', async () => {
    await start({ maxBytesUnderWay: ANSWER_BYTES + BATCH.length });
    const slow = await postAndStall('/batch', BATCH, JSON_TYPE);
    const refused = await post('/batch', SMALL);
    expect(refused.status).toBe(503);
    expect(refused.headers.get('retry-after')).toBe('1');
    expect(await refused.json()).toMatchObject({
      limit: 'maxBytesUnderWay',
      max: ANSWER_BYTES + BATCH.length,
    });
    slow.destroy();
    expect((await postWhenFree('/batch', SMALL)).status).not.toBe(503);
  });

  test.each([
    ['/batch', BATCH, JSON_TYPE],
    ['/batch', BATCH, XML],
    ['/batch', BATCH, NDJSON],
    ['/photos', JSON.stringify([1, 2, 3, 4, 5, 6, 7, 8]), NDJSON],
  ])('a client that takes nothing of an answer to %s is cut off (%#)', async (path, body, accept) => {
    await start({ maxConcurrentRequests: 1, sendTimeoutMs: 50 });
    const slow = await postAndStall(path, body, accept);
    expect((await postWhenFree(path, path === '/batch' ? SMALL : '[]')).status).not.toBe(503);
    expect(await readToEnd(slow)).toBeLessThan(ANSWER_BYTES);
    // Koa 3 itself reports a stream that its client leaves.
    const isKoa3 = host.name === 'Koa 3';
    expect(server!.errors).toEqual(
      isKoa3 ? [expect.objectContaining({ code: 'ERR_STREAM_PREMATURE_CLOSE' })] : [],
    );
  });

  test('a client that reads gets everything, however long its handlers take', async () => {
    const limits = { sendTimeoutMs: 20 };
    const handle = async (index: unknown): Promise<unknown> => {
      await new Promise((resolve) => setTimeout(resolve, 100));
      return index;
    };
    server = await host.start({ item: {}, handle, limits: { ...limits, concurrency: 1 } } as never);
    const response = await fetch(`http://127.0.0.1:${server.port}/photos`, {
      method: 'POST',
      headers: { 'content-type': JSON_TYPE, accept: NDJSON },
      body: '[1,2]',
    });
    expect(await response.text()).toContain('"succeeded":2');
  });
});

describe.each(newestHosts)('$name', (host) => {
  test('a client that reads a big answer is not cut off', async () => {
    const limits = { sendTimeoutMs: 2_000 };
    server = await host.start(
      { item: {}, handle: () => undefined },
      { batch: { limits, target } as BatchOptions },
    );
    const response = await post('/batch', BATCH);
    expect((await response.arrayBuffer()).byteLength).toBeGreaterThan(ANSWER_BYTES);
  });
});
