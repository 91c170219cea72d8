// Platforms whose `fetch` is not that of browsers or of Node.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { batchFetch, createBatch, send } from '@multistatus/client';
import { batch } from '@multistatus/express';
import express from 'express';
import { nodeFetch, whatwg } from '../../support/other-fetches.js';
import { type Served, serve } from '../../support/serve.js';
import { createStillClock } from './still-clock.js';

type Convert = (response: Response, text: string) => object;

/** A `fetch` whose responses are of another kind. */
function fetchAs(convert: Convert): typeof fetch {
  return async (input, init) => {
    const response = await fetch(input, init);
    return convert(response, await response.text()) as Response;
  };
}

const platforms: readonly (readonly [string, typeof fetch])[] = [
  ['node-fetch 2', nodeFetch],
  [
    'whatwg-fetch',
    fetchAs((response, text) => {
      const headers = new whatwg.Headers([...response.headers]);
      return new whatwg.Response(text, { status: response.status, headers });
    }),
  ],
  [
    'a test that knows status, headers.get and text',
    fetchAs(({ ok, status, headers }, text) => ({
      ok,
      status,
      headers: { get: (name: string) => headers.get(name) },
      text: async () => text,
    })),
  ],
];

let served: Served;
let origin: string;
beforeAll(async () => {
  let busy = 1;
  const app = express();
  app.use('/batch', batch());
  app.use(express.json());
  app.get('/a', (_req, res) => void res.set('etag', '"1"').json({ id: 7 }));
  app.post('/b', (req, res) => void res.status(201).json(req.body));
  app.get(
    '/busy',
    (_req, res) =>
      void res
        .status(busy-- > 0 ? 503 : 200)
        .set('retry-after', '0')
        .end(),
  );
  served = await serve(app);
  origin = `http://127.0.0.1:${served.port}`;
});
afterAll(() => served.close());

describe.each(platforms)('with %s', (_name, platformFetch) => {
  const urlOf = (path: string): string => origin + path;

  test('calls are batched', async () => {
    const api = batchFetch({ url: urlOf('/batch'), fetch: platformFetch });
    const [one, two] = await Promise.all([
      api(urlOf('/a')),
      api(urlOf('/b'), { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"x":1}' }),
    ]);
    expect([one.status, one.headers.get('etag'), await one.json()]).toEqual([200, '"1"', { id: 7 }]);
    expect([two.status, await two.json()]).toEqual([201, { x: 1 }]);
  });

  test.each([true, false])('a batch is sent, and outcomes are reported: %s', async (isReported) => {
    const ids: string[] = [];
    const list = createBatch();
    const a = list.request('a').get<{ id: number }>('/a');
    list.request('b').post('/b', { id: a.ref('/body/id') });
    const onOutcome = isReported ? ({ id }: { id: string }) => void ids.push(id) : undefined;
    const result = await send(list, { url: urlOf('/batch'), fetch: platformFetch, onOutcome });
    expect(result.of('b').body).toEqual({ id: 7 });
    expect(ids).toEqual(isReported ? ['a', 'b'] : []);
  });

  test('a refusal is recognised', async () => {
    const list = createBatch();
    list.request().get('http://127.0.0.1/');
    const sent = send(list, { url: urlOf('/batch'), fetch: platformFetch });
    await expect(sent).rejects.toMatchObject({
      executed: false,
      message: expect.stringContaining('#/requests/0/url'),
    });
  });

  test('a web page in place of the endpoint is recognised', async () => {
    const list = createBatch();
    list.request().get('/a');
    const sent = send(list, { url: urlOf('/bach'), fetch: platformFetch });
    const message =
      'The batch was answered 404: a web page; check that the URL is that of a batch endpoint; nothing has run';
    await expect(sent).rejects.toMatchObject({ executed: false, status: 404, message });
  });
});

test('newer functions of the platform are not needed', async () => {
  const removed = [
    [AbortSignal, 'timeout'],
    [AbortSignal, 'any'],
    [AbortSignal.prototype, 'throwIfAborted'],
    [URL, 'canParse'],
    [globalThis, 'structuredClone'],
  ] as const;
  const kept = removed.map(
    ([owner, name]) => [owner, name, Object.getOwnPropertyDescriptor(owner, name)] as const,
  );
  const list = createBatch();
  const a = list.request('a').get('/a');
  const body = { id: a.ref('/body/id') };
  list.request('b').post('/b', body, { dependsOn: [list.request('c').get('/busy')], idempotent: true });
  const fetchWith = fetchAs((response, text) => new Response(text, response));
  for (const [owner, name] of kept) Reflect.deleteProperty(owner, name);
  try {
    const api = batchFetch({ url: `${origin}/batch`, fetch: fetchWith });
    const responses = await Promise.all([api(`${origin}/a`), api(`${origin}/a`)]);
    expect(responses.map(({ status }) => status)).toEqual([200, 200]);
    const result = await send(list, {
      url: `${origin}/batch`,
      fetch: fetchWith,
      signal: new AbortController().signal,
      retry: { clock: createStillClock() },
    });
    // The value of `a` was filled in by the client for the second try.
    expect([result.of('b').tries, result.of('b').body]).toEqual([2, { id: 7 }]);
  } finally {
    for (const [owner, name, descriptor] of kept) {
      if (descriptor !== undefined) Object.defineProperty(owner, name, descriptor);
    }
  }
});
