import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { batchFetch } from '@multistatus/client';
import { batch } from '@multistatus/express';
import cors from 'cors';
import express from 'express';
import helmet from 'helmet';
import { serveTraffic, type Traffic } from '../serve-traffic.js';

let traffic: Traffic;
beforeAll(async () => {
  const app = express();
  app.use(helmet(), cors({ origin: 'https://photos.example', credentials: true }));
  app.use('/batch', batch());
  app.all('/status/:status', (req, res) => void res.status(Number(req.params.status)).json({ a: 1 }));
  app.get('/empty', (_req, res) => void res.end());
  app.get('/bytes', (_req, res) => void res.type('image/png').send(Buffer.from([0, 255, 254])));
  app.get('/latin', (_req, res) => {
    res.set('content-type', 'text/plain; charset=iso-8859-1').send(Buffer.from('Café', 'latin1'));
  });
  app.get('/fresh', (_req, res) => void res.status(304).set('content-length', '7').end());
  app.get('/own', (_req, res) => {
    res.set({ 'cache-control': 'max-age=60', etag: '"e"', 'x-own': 'o', vary: 'Accept-Language' });
    res.append('link', '</a>; rel=a').append('link', '</b>; rel=b').json(null);
  });
  app.get('/problem', (_req, res) => {
    res.status(423).type('application/problem+json').send('{ "type":"about:blank",  "title":"Locked" }');
  });
  traffic = await serveTraffic(app);
});
afterAll(() => traffic.close());

/** A header of which an outcome cannot tell whether it was there: the batch response sets it for itself. */
const NOT_TOLD = [
  'cache-control',
  'connection',
  'content-length',
  'date',
  'keep-alive',
  'transfer-encoding',
  'vary',
];

test('HEAD and 304 keep their Content-Length', async () => {
  const api = batchFetch({ url: traffic.url });
  const responses = await Promise.all([
    api(`${traffic.origin}/status/200`, { method: 'HEAD' }),
    api(`${traffic.origin}/fresh`),
    api(`${traffic.origin}/status/200`),
  ]);
  expect(responses.map(({ status }) => status)).toEqual([200, 304, 200]);
  expect(responses.map(({ headers }) => headers.get('content-length'))).toEqual(['7', '7', null]);
  expect(responses.map(({ body }) => body === null)).toEqual([true, true, false]);
});

async function portrait(response: Response, leaveOut: readonly string[] = NOT_TOLD): Promise<unknown> {
  const { status, statusText, ok, url, redirected, bodyUsed } = response;
  const headers = [...response.headers].filter(([name]) => !leaveOut.includes(name));
  const hasBody = response.body !== null;
  const bytes = [...new Uint8Array(await response.arrayBuffer())];
  return { status, statusText, ok, url, redirected, bodyUsed, headers, hasBody, bytes };
}

test.each([
  ['GET', '/status/200'],
  ['POST', '/status/201'],
  ['DELETE', '/status/204'],
  ['PUT', '/status/205'],
  ['GET', '/status/304'],
  ['GET', '/status/404'],
  ['GET', '/status/500'],
  ['HEAD', '/status/200'],
  ['OPTIONS', '/status/200'],
  ['GET', '/nowhere'],
  ['GET', '/empty'],
  ['GET', '/bytes'],
  ['GET', '/own'],
  ['GET', '/problem'],
])(
  'the response to %s %s is that of fetch, with the headers that the whole app sets',
  async (method, path) => {
    const api = batchFetch({ url: traffic.url });
    const url = traffic.origin + path;
    const [batched] = await Promise.all([api(url, { method }), api('/empty')]);
    expect(await portrait(batched)).toEqual(await portrait(await fetch(url, { method })));
    expect(batched.headers.get('access-control-allow-origin')).toBe('https://photos.example');
  },
);

test('headers of its own are told where they differ from those of the batch', async () => {
  const api = batchFetch({ url: traffic.url });
  const [own] = await Promise.all([api('/own'), api('/empty')]);
  expect(own.headers.get('cache-control')).toBe('max-age=60');
  expect(own.headers.get('vary')).toBe('Accept-Language');
  expect(own.headers.get('link')).toBe('</a>; rel=a, </b>; rel=b');
});

test('text in another charset comes in UTF-8, and says so', async () => {
  const api = batchFetch({ url: traffic.url });
  const [latin] = await Promise.all([api('/latin'), api('/empty')]);
  expect(latin.headers.get('content-type')).toBe('text/plain; charset=utf-8');
  expect(await latin.text()).toBe('Café');
});

describe('a body', () => {
  test('is a stream, and is read once', async () => {
    const api = batchFetch({ url: traffic.url });
    const [response] = await Promise.all([api('/bytes'), api('/empty')]);
    const chunks: number[] = [];
    const reader = response.body!.getReader();
    for (let result = await reader.read(); !result.done; result = await reader.read())
      chunks.push(...result.value);
    expect(chunks).toEqual([0, 255, 254]);
    await expect(response.text()).rejects.toThrow(/body|locked/i);
  });
});
