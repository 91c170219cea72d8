import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { batchFetch } from '@multistatus/client';
import { createEchoApp, type Echo } from '../echo-app.js';
import { serveTraffic, type Traffic } from '../serve-traffic.js';

let traffic: Traffic;
beforeAll(async () => {
  traffic = await serveTraffic(createEchoApp());
});
afterAll(() => traffic.close());
afterEach(() => traffic.forget());

const BATCHED = ['GET /batch', 'POST /batch'];

async function echoOf(response: Promise<Response>): Promise<Echo> {
  return (await (await response).json()) as Echo;
}

test('calls of one turn travel in one batch, and each gets its own response', async () => {
  const api = batchFetch({ url: traffic.url });
  const responses = await Promise.all([1, 2, 3].map((number) => api(`${traffic.origin}/number/${number}`)));
  const clone = responses[1]?.clone();
  expect(clone?.url).toBe(`${traffic.origin}/number/2`);
  expect(await clone?.json()).toBe(2);
  expect(await Promise.all(responses.map((response) => response.json()))).toEqual([1, 2, 3]);
  expect(traffic.seen).toEqual(BATCHED);
  const [first] = responses;
  expect([first?.status, first?.statusText, first?.ok, first?.redirected]).toEqual([200, 'OK', true, false]);
  expect(first?.url).toBe(`${traffic.origin}/number/1`);
  expect(first?.headers.get('content-type')).toBe('application/json; charset=utf-8');
});

test('calls that microtasks make belong to the turn; later turns make another batch, and the limits are asked once', async () => {
  const api = batchFetch({ url: traffic.url });
  const late = Promise.resolve().then(() => api('/number/2'));
  await Promise.all([api('/number/1'), late]);
  expect(traffic.seen).toEqual(BATCHED);
  await Promise.all([api('/number/3'), api('/number/4')]);
  expect(traffic.seen).toEqual([...BATCHED, 'POST /batch']);
});

test('a window of some milliseconds collects over turns', async () => {
  const api = batchFetch({ url: traffic.url, windowMs: 30 });
  const first = api('/number/1');
  await new Promise((resolve) => setImmediate(resolve));
  await Promise.all([first, api('/number/2')]);
  expect(traffic.seen).toEqual(BATCHED);
});

test('a call that is alone in its window goes by itself', async () => {
  const api = batchFetch({ url: traffic.url });
  expect(await (await api('/number/1')).json()).toBe(1);
  expect(traffic.seen).toEqual(['GET /number/1']);
});

test('URL objects and Requests are taken as by fetch, and relative URLs are completed', async () => {
  const api = batchFetch({ url: new URL(traffic.url) });
  const post = new Request(`${traffic.origin}/echo`, {
    method: 'POST',
    body: 'text',
    headers: { 'x-a': 'b' },
  });
  const [get, echo] = await Promise.all([api(new URL('/number/7', traffic.origin)), echoOf(api(post))]);
  expect([await get.json(), echo.headers['x-a'], atob(echo.body ?? '')]).toEqual([7, 'b', 'text']);
});

describe('what the server takes', () => {
  test.each<[string, object, number]>([
    ['operations, by the server', { limits: { maxOperations: 2 } }, 3],
    ['bytes, by the server', { limits: { maxBodyBytes: 240 } }, 3],
  ])('splits by %s', async (_title, options, batches) => {
    const limited = await serveTraffic(createEchoApp(options));
    try {
      const api = batchFetch({ url: limited.url });
      const numbers = [1, 2, 3, 4, 5, 6];
      const responses = await Promise.all(numbers.map((number) => api(`/number/${number}`)));
      expect(await Promise.all(responses.map((response) => response.json()))).toEqual(numbers);
      expect(limited.seen).toEqual(['GET /batch', ...Array(batches).fill('POST /batch')]);
    } finally {
      await limited.close();
    }
  });

  test('limits of the options win, and with all of them nothing is asked', async () => {
    const limits = { maxOperations: 2, maxBodyBytes: 100_000, maxUrlLength: 100, maxHeaderBytes: 100 };
    const api = batchFetch({ url: traffic.url, limits });
    const urls = [1, 2, 3, 4].map((number) => `/number/${number}`);
    await Promise.all([...urls, `/number/${'1'.repeat(100)}`].map((url) => api(url)));
    expect(traffic.seen.toSorted()).toEqual([`GET /number/${'1'.repeat(100)}`, 'POST /batch', 'POST /batch']);
  });

  test('a limit that the server told in a refusal is kept from then on', async () => {
    const limited = await serveTraffic(createEchoApp({ limits: { maxOperations: 2 } }));
    try {
      const api = batchFetch({ url: limited.url, limits: { maxOperations: 3 } });
      const send = (): Promise<Response[]> =>
        Promise.all(['/number/1', '/number/2', '/number/3'].map((url) => api(url)));
      await send();
      expect(limited.seen.slice(2).toSorted()).toEqual(['GET /number/1', 'GET /number/2', 'GET /number/3']);
      limited.forget();
      await send();
      expect(limited.seen.toSorted()).toEqual(['GET /number/3', 'POST /batch']);
    } finally {
      await limited.close();
    }
  });

  test('what exceeds the limits alone goes by itself', async () => {
    const api = batchFetch({ url: traffic.url, limits: { maxBodyBytes: 1_000, maxHeaderBytes: 200 } });
    const body = 'x'.repeat(2_000);
    const echoes = await Promise.all([
      echoOf(api('/echo?a')),
      echoOf(api('/echo?b')),
      echoOf(api('/echo?large', { method: 'POST', body })),
      echoOf(api('/echo?fields', { headers: { 'x-long': 'y'.repeat(200) } })),
    ]);
    expect(atob(echoes[2]?.body ?? '')).toBe(body);
    expect(traffic.seen.toSorted()).toEqual([
      'GET /batch',
      'GET /echo?fields',
      'POST /batch',
      'POST /echo?large',
    ]);
  });
});

describe('bodies', () => {
  const form = new FormData();
  form.append('name', 'Ana');
  form.append('file', new Blob([new Uint8Array([0, 255, 128])], { type: 'image/x' }), 'a.bin');
  const bytes = new Uint8Array([0, 1, 254, 255]);
  const typed = { 'content-type': 'application/octet-stream' };
  const json = '{"b": 1.0, "a":12345678901234567890,\n"a":"\\u00e9 \u2028 \uFEFF"}';

  test.each<[string, () => RequestInit]>([
    ['a string', () => ({ body: 'plain é' })],
    ['JSON, byte for byte', () => ({ body: json, headers: { 'content-type': 'application/json' } })],
    ['text that is no JSON', () => ({ body: '{', headers: { 'content-type': 'application/json' } })],
    ['a byte order mark', () => ({ body: '\uFEFFa' })],
    ['URLSearchParams', () => ({ body: new URLSearchParams({ a: 'b c', d: 'é&' }) })],
    ['a Blob', () => ({ body: new Blob([bytes], { type: 'image/png' }) })],
    ['an ArrayBuffer', () => ({ body: bytes.buffer, headers: typed })],
    ['a view', () => ({ body: bytes.subarray(1, 3), headers: typed })],
    ['a DataView', () => ({ body: new DataView(bytes.buffer, 1), headers: typed })],
    [
      'text in another charset',
      () => ({ body: new Uint8Array([233]), headers: { 'content-type': 'text/plain; charset=latin1' } }),
    ],
    ['no bytes', () => ({ body: '' })],
    ['FormData', () => ({ body: form })],
  ])('%s goes in a batch', async (_title, init) => {
    const api = batchFetch({ url: traffic.url });
    const method = 'POST';
    const [batched] = await Promise.all([echoOf(api('/echo', { method, ...init() })), api('/number/1')]);
    expect(traffic.seen).toEqual(BATCHED);
    const direct = await echoOf(fetch(`${traffic.origin}/echo`, { method, ...init() }));
    const withoutBoundary = ({ headers, body }: Echo): unknown => {
      const boundary = /boundary=(.*)$/.exec(headers['content-type'] ?? '')?.[1] ?? 'none';
      const hide = (text = ''): string => text.replaceAll(boundary, 'boundary');
      return {
        type: hide(headers['content-type']),
        length: headers['content-length'],
        body: hide(atob(body ?? '')),
      };
    };
    expect(withoutBoundary(batched)).toEqual(withoutBoundary(direct));
    expect(direct.body).not.toBeNull();
  });

  function streamOf(...chunks: string[]): RequestInit {
    const body = new ReadableStream({
      start: (controller) => {
        for (const chunk of chunks) controller.enqueue(new TextEncoder().encode(chunk));
        controller.close();
      },
    });
    return { method: 'POST', body, duplex: 'half', headers: { 'content-type': 'text/plain' } } as RequestInit;
  }

  test('a stream goes in a batch once it has ended, and by itself if it exceeds the limit', async () => {
    const api = batchFetch({ url: traffic.url, windowMs: 20, limits: { maxBodyBytes: 1_000 } });
    const echoes = await Promise.all([
      echoOf(api('/echo?short', streamOf('a', 'b'))),
      echoOf(api('/echo?other')),
      echoOf(api('/echo?long', streamOf('c'.repeat(900), 'd'.repeat(900)))),
    ]);
    expect(echoes.map(({ body }) => atob(body ?? '').length)).toEqual([2, 0, 1_800]);
    expect(traffic.seen.toSorted()).toEqual(['GET /batch', 'POST /batch', 'POST /echo?long']);
  });

  test('a stream that does not end keeps no other call waiting', async () => {
    const api = batchFetch({ url: traffic.url });
    const abort = new AbortController();
    const init = { method: 'POST', body: new ReadableStream(), duplex: 'half', signal: abort.signal };
    const open = api('/echo', { ...init, headers: { 'content-type': 'text/plain' } } as RequestInit);
    await Promise.all([api('/number/1'), api('/number/2')]);
    abort.abort('enough');
    await expect(open).rejects.toBe('enough');
  });
});

describe('headers', () => {
  test('those that say who is calling stand on the batch, for each operation to inherit', async () => {
    const api = batchFetch({ url: traffic.url });
    const headers = { authorization: 'Bearer a', 'x-csrf-token': 'c', 'x-api-key': 'k', 'x-own': 'o' };
    const echoes = await Promise.all([1, 2].map(() => echoOf(api('/echo', { headers }))));
    for (const echo of echoes) expect(echo.headers).toMatchObject(headers);
    expect(traffic.seen).toEqual(BATCHED);
    for (const { headers: sent } of traffic.requests) {
      expect(sent).toMatchObject({ authorization: 'Bearer a', 'x-csrf-token': 'c', 'x-api-key': 'k' });
      expect(sent).not.toHaveProperty('x-own');
    }
  });

  test('calls of two users travel in two batches', async () => {
    const api = batchFetch({ url: traffic.url });
    const users = ['a', 'b', 'a', 'b'];
    const echoes = await Promise.all(
      users.map((user) => echoOf(api('/echo', { headers: { authorization: user } }))),
    );
    expect(echoes.map(({ headers }) => headers['authorization'])).toEqual(users);
    expect(traffic.seen.toSorted()).toEqual(['GET /batch', 'POST /batch', 'POST /batch']);
  });

  test('calls with and without credentials travel in two batches', async () => {
    const sent: string[] = [];
    const api = batchFetch({
      url: traffic.url,
      fetch: (input, init) => {
        if (init?.method === 'POST') sent.push(String(init.credentials));
        return fetch(input, init);
      },
    });
    const credentials = ['omit', 'include', 'omit', 'include'] as const;
    await Promise.all(credentials.map((mode) => api('/number/1', { credentials: mode })));
    expect(sent.toSorted()).toEqual(['include', 'omit']);
  });
});

describe('what goes by itself', () => {
  test.each<[string, string, RequestInit]>([
    ['a DELETE with a body', '/echo', { method: 'DELETE', body: 'x' }],
    ['a body without a type', '/echo', { method: 'POST', body: new Uint8Array([1]) }],
    ['redirect "manual"', '/echo', { redirect: 'manual' }],
    ['keepalive', '/echo', { keepalive: true }],
    ['a cache mode', '/echo', { cache: 'no-store' } as RequestInit],
    ['integrity', '/number/1', { integrity: 'sha256-a4ayc/80/OGda4BO/1o/V0etpOqiLx1JwB5S3beHW0s=' }],
    ['another mode', '/echo', { mode: 'same-origin' }],
    ['a header that no operation may carry', '/echo', { headers: { 'x-forwarded-for': '::1' } }],
    ['a header that only a proxy may set', '/echo', { headers: { 'cf-connecting-ip': '::1' } }],
    ['such a header with underscores', '/echo', { headers: { x_real_ip: '::1' } }],
    ['a URL with braces', '/echo?filter={}', {}],
    ['a URL with two slashes', '//echo', {}],
    ['a URL with a hidden dot-segment', '/a%2f..%2fecho', {}],
    ['a URL with a broken escape', '/echo?%zz', {}],
    ['the endpoint itself', '/batch', {}],
  ])('%s', async (_title, url, init) => {
    const api = batchFetch({ url: traffic.url, onWarn: () => {} });
    const [response] = await Promise.all([
      api(new URL(traffic.origin + url), init).catch(() => undefined),
      api('/number/1'),
      api('/number/2'),
    ]);
    const method = init.method ?? 'GET';
    expect(traffic.seen.toSorted()).toEqual([...BATCHED, `${method} ${url}`].toSorted());
    const direct = await fetch(new URL(traffic.origin + url), init).catch(() => undefined);
    expect(response?.status).toBe(direct?.status);
  });

  test('a method in lower case, which no server knows', async () => {
    const api = batchFetch({ url: traffic.url });
    const [response] = await Promise.all([
      api('/echo', { method: 'propfind' }),
      api('/number/1'),
      api('/number/2'),
    ]);
    expect([response.status, traffic.seen]).toEqual([400, BATCHED]);
  });

  test('another origin', async () => {
    const other = await serveTraffic(createEchoApp());
    try {
      const api = batchFetch({ url: traffic.url });
      await Promise.all([api(`${other.origin}/number/1`), api('/number/1'), api('/number/2')]);
      expect([other.seen, traffic.seen]).toEqual([['GET /number/1'], BATCHED]);
    } finally {
      await other.close();
    }
  });
});

describe('signals', () => {
  test('a call that is aborted before the window closes is not sent', async () => {
    const api = batchFetch({ url: traffic.url });
    const abort = new AbortController();
    const aborted = api('/echo', { signal: abort.signal });
    const others = [api('/number/1'), api('/number/2')];
    abort.abort(new Error('changed my mind'));
    await expect(aborted).rejects.toThrow('changed my mind');
    await Promise.all(others);
    expect(traffic.seen).toEqual(BATCHED);
    await expect(api('/echo', { signal: AbortSignal.abort('before') })).rejects.toBe('before');
  });

  test('one is rejected at once, the others get their answers; when all are, the batch is aborted', async () => {
    let isOpen = (): void => {};
    const opened = new Promise<void>((resolve) => {
      isOpen = resolve;
    });
    let isGone = (): void => {};
    const gone = new Promise<void>((resolve) => {
      isGone = resolve;
    });
    const silent = await serveTraffic((req, res) => {
      if (req.method === 'GET') res.writeHead(404).end();
      else {
        res.once('close', () => isGone());
        isOpen();
      }
    });
    try {
      const api = batchFetch({ url: silent.url });
      const aborts = [new AbortController(), new AbortController()];
      const [first, second] = aborts.map(({ signal }) => api('/echo', { signal }));
      await opened;
      aborts[0]?.abort('one');
      await expect(first).rejects.toBe('one');
      aborts[1]?.abort('two');
      await expect(second).rejects.toBe('two');
      await gone;
    } finally {
      await silent.close();
    }
  });
});

test('requests that cannot be made reject as with fetch', async () => {
  const api = batchFetch({ url: traffic.url });
  const requests: [string, RequestInit][] = [
    ['http://[', {}],
    ['/echo', { method: 'GET', body: 'x' }],
    ['/echo', { method: 'CONNECT' }],
  ];
  for (const request of requests) {
    const error: unknown = await api(...request).catch((reason: unknown) => reason);
    expect((error as Error).name).toBe('TypeError');
  }
});

test.each<[string, object, RegExp]>([
  ['an unknown option', { windowMS: 1 }, /batchFetch.windowMS is not an option/],
  ['an unknown limit', { limits: { maxItems: 1 } }, /limits.maxItems is not an option/],
  ['a limit of 0', { limits: { maxOperations: 0 } }, /limits.maxOperations must be an integer >= 1, got 0/],
  ['a window of -1', { windowMs: -1 }, /batchFetch.windowMs must be an integer >= 0, got -1/],
  ['a window that is no number', { windowMs: '1' }, /batchFetch.windowMs/],
  ['an unknown option of retry', { retry: { tries: 1 } }, /retry.tries is not an option/],
  ['no tries', { retry: { maxTries: 0 } }, /retry.maxTries must be an integer >= 1, got 0/],
])('%s is refused when the function is made', (_title, options, message) => {
  expect(() => batchFetch({ url: 'http://a/batch', ...options })).toThrow(message);
});

test('a url that is none is refused', () => {
  expect(() => batchFetch({ url: '/batch' })).toThrow(
    'batchFetch.url must be a URL that begins with http:// or https://, or, in a web page, one relative to it; got "/batch"',
  );
});
