// Batches that change nothing, sent by QUERY (RFC 10008): what arrives, what is refused, retries and redirects.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterEach, describe, expect, test } from '@jest/globals';
import { type Batch, createBatch, send, type WireBatch } from '@multistatus/client';
import { createAlbumApp } from '../album-app.js';
import { ok } from '../misbehaving-server.js';
import { serveTraffic, type Traffic } from '../serve-traffic.js';

let traffic: Traffic | undefined;
afterEach(async () => {
  await traffic?.close();
  traffic = undefined;
});

function createReads(): Batch {
  const batch = createBatch();
  batch.request('a').get('/albums/9');
  batch.request('b').custom('QUERY', '/albums', { body: { title: 'Lisbon' } });
  return batch;
}

/** A request as a server has received it. */
interface Received {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly text: string;
}

/** Serves what `answer` does with the n-th request. */
async function serve(
  answer: (res: ServerResponse, received: Received, count: number) => void,
): Promise<{ readonly url: string; readonly received: readonly Received[] }> {
  const received: Received[] = [];
  traffic = await serveTraffic((req, res) => {
    let text = '';
    req.on('data', (chunk) => {
      text += String(chunk);
    });
    req.on('end', () => {
      const { method, url, headers } = req;
      received.push({ method, url, headers, text });
      answer(res, { method, url, headers, text }, received.length);
    });
  });
  return { url: traffic.url, received };
}

function answerAll(res: ServerResponse): void {
  res.writeHead(207, { 'content-type': 'application/json' });
  res.end(JSON.stringify({ responses: [ok('a'), ok('b')] }));
}

function redirect(res: ServerResponse, status: number, location: string): void {
  res.writeHead(status, { location }).end();
}

test('a batch endpoint answers it; no key is chosen, and the endpoint is not asked for its description', async () => {
  const albums = createAlbumApp();
  const served = await serveTraffic(albums.app);
  traffic = served;
  const { outcomes, idempotencyKey } = await send(createReads(), { url: served.url, method: 'QUERY' });
  expect([...outcomes.values()].map(({ status }) => status)).toEqual([404, 404]);
  expect(idempotencyKey).toBeUndefined();
  expect(albums.log).toEqual(['GET /albums/9', 'QUERY /albums']);
  expect(served.seen).toEqual(['QUERY /batch']);
});

describe('what is refused before anything is sent', () => {
  test('an operation that may change something', async () => {
    const batch: WireBatch = { requests: [{ id: 'x"y', method: 'delete', url: '/albums/1' }] };
    await expect(send(batch, { url: 'http://localhost/batch', method: 'QUERY' })).rejects.toThrow(
      new TypeError(
        'send.method is QUERY, but the operation "x\\"y" has the method delete, which may change something: send the batch by POST',
      ),
    );
  });
  test.each(['GET', 'query', 7, null])('the method %j', async (method) => {
    const options = { url: 'http://localhost/batch', method: method as 'QUERY' };
    await expect(send(createReads(), options)).rejects.toThrow("send.method must be 'POST' or 'QUERY', got");
  });
});

describe('it is sent again as it is, also without the option retry', () => {
  test.each([
    ['if the answer is lost', (res: ServerResponse) => void res.destroy()],
    [
      'if the answer breaks off',
      (res: ServerResponse) => {
        res.writeHead(207, { 'content-type': 'application/json', 'content-length': 1_000 });
        res.write('{"responses":[', () => res.destroy());
      },
    ],
  ])('%s', async (_when, fail) => {
    const { url, received } = await serve((res, _received, count) =>
      count === 1 ? fail(res) : answerAll(res),
    );
    const { outcomes } = await send(createReads(), { url, method: 'QUERY' });
    expect([...outcomes.values()].map(({ status }) => status)).toEqual([200, 200]);
    expect(received.map(({ method }) => method)).toEqual(['QUERY', 'QUERY']);
    expect(received[1]?.text).toBe(received[0]?.text);
  });

  test('not if it was refused', async () => {
    const { url, received } = await serve((res) => res.writeHead(405).end());
    await expect(send(createReads(), { url, method: 'QUERY' })).rejects.toMatchObject({
      status: 405,
      executed: false,
    });
    expect(received).toHaveLength(1);
  });
});

describe('redirects (RFC 10008 section 2.5)', () => {
  test.each([301, 302, 307, 308])('%i: the same QUERY to the new URL', async (status) => {
    const { url, received } = await serve((res, _received, count) =>
      count === 1 ? redirect(res, status, '/moved?x=1') : answerAll(res),
    );
    await send(createReads(), { url, method: 'QUERY', headers: { 'x-a': 'b' } });
    const [first, second] = received;
    expect(second).toMatchObject({ method: 'QUERY', url: '/moved?x=1', text: first?.text });
    expect(second?.headers).toMatchObject({ 'content-type': 'application/json', 'x-a': 'b' });
  });

  test('303: a GET', async () => {
    const { url, received } = await serve((res, _received, count) =>
      count === 1 ? redirect(res, 303, '/result') : answerAll(res),
    );
    const { outcomes } = await send(createReads(), { url, method: 'QUERY' });
    expect(outcomes.size).toBe(2);
    expect(received[1]).toMatchObject({ method: 'GET', url: '/result', text: '' });
    expect(received[1]?.headers).not.toHaveProperty('content-type');
    expect(received[1]?.headers).toHaveProperty('accept', 'application/json');
  });

  test.each(['http://other.example/batch', 'http://[', undefined])(
    'to %s it is not followed',
    async (location) => {
      const { url, received } = await serve((res) =>
        res.writeHead(307, location === undefined ? {} : { location }).end(),
      );
      await expect(send(createReads(), { url, method: 'QUERY' })).rejects.toMatchObject({
        status: 307,
        executed: false,
      });
      expect(received).toHaveLength(1);
    },
  );

  test('at most five of them', async () => {
    const { url, received } = await serve((res) => redirect(res, 308, '/again'));
    await expect(send(createReads(), { url, method: 'QUERY' })).rejects.toMatchObject({ status: 308 });
    expect(received).toHaveLength(6);
  });

  test('a POST is not redirected', async () => {
    const { url, received } = await serve((res) => redirect(res, 308, '/moved'));
    await expect(send(createReads(), { url })).rejects.toMatchObject({ status: 308 });
    expect(received).toHaveLength(1);
  });
});
