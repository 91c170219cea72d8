import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { batchFetch } from '@multistatus/client';
import { createEchoApp, type Echo } from '../echo-app.js';
import { serveTraffic, type Traffic } from '../serve-traffic.js';

let traffic: Traffic;
let other: Traffic;
beforeAll(async () => {
  other = await serveTraffic(createEchoApp());
  const app = createEchoApp();
  app.all('/moved/:status', (req, res) => {
    const { to } = req.query;
    if (typeof to === 'string') res.location(to.replace('OTHER', other.origin));
    res.status(Number(req.params.status)).end();
  });
  traffic = await serveTraffic(app);
});
afterAll(() => Promise.all([traffic.close(), other.close()]));
afterEach(() => traffic.forget());

/** What a caller sees of a response that `/echo` gave in the end. */
async function seenBy(call: Promise<Response>): Promise<unknown> {
  try {
    const response = await call;
    const text = await response.text();
    const { status, redirected, url } = response;
    if (text === '') return { status, redirected, url };
    const { method, originalUrl, headers, body } = JSON.parse(text) as Echo;
    const fields = ['authorization', 'content-type', 'x-own'].map((name) => headers[name]);
    return { status, redirected, url, method, originalUrl, fields, body };
  } catch (error) {
    return (error as Error).name;
  }
}

describe.each([301, 302, 303, 307, 308])('a %d', (status) => {
  test.each<[string, string]>([
    ['to a path', '/echo?a=b'],
    ['to a relative path', '../echo'],
    ['to another origin', 'OTHER/echo'],
    ['with a fragment', '/echo#part'],
    ['to where nothing is', '/nowhere'],
    ['to itself, for ever', ''],
    ['to no URL', 'http://['],
    ['to another scheme', 'mailto:ana@example.org'],
  ])('%s ends as with fetch', async (_title, to) => {
    const location = to === '' ? `/moved/${status}` : to;
    const url = `${traffic.origin}/moved/${status}?to=${encodeURIComponent(location)}`;
    const headers = { authorization: 'Bearer a', 'x-own': 'o' };
    for (const init of [
      { headers },
      { method: 'HEAD', headers },
      { method: 'POST', body: 'é', headers },
      { method: 'PUT', body: '{}', headers: { ...headers, 'content-type': 'application/json' } },
      { method: 'DELETE', headers },
      { headers, redirect: 'error' as const },
      { headers, redirect: 'manual' as const },
    ]) {
      const api = batchFetch({ url: traffic.url });
      const [batched] = await Promise.all([
        seenBy(api(url, init)),
        api('/number/1', { headers: { authorization: 'Bearer a' } }),
        api('/number/2', { headers: { authorization: 'Bearer a' } }),
      ]);
      expect(traffic.seen.filter((line) => line === 'POST /batch')).toHaveLength(1);
      expect({ init, seen: batched }).toEqual({ init, seen: await seenBy(fetch(url, init)) });
      traffic.forget();
    }
  });

  test('without a Location is the response', async () => {
    const api = batchFetch({ url: traffic.url });
    const [batched] = await Promise.all([seenBy(api(`/moved/${status}`)), api('/number/1')]);
    expect(batched).toEqual(await seenBy(fetch(`${traffic.origin}/moved/${status}`)));
  });
});

test('a redirect costs one request beside the batch', async () => {
  const api = batchFetch({ url: traffic.url });
  await Promise.all([api('/moved/302?to=/echo', { method: 'POST', body: 'a' }), api('/number/1')]);
  expect(traffic.seen).toEqual(['GET /batch', 'POST /batch', 'GET /echo']);
});
