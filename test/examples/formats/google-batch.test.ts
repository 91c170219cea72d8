import { describe, expect, test } from '@jest/globals';
import type { BatchOptions } from '@multistatus/express';
import { googleBatch } from 'formats/google-batch';
import { readRecordedRequests } from '../../corpus/recorded-requests.js';
import { type GoogleAnswer, sendGoogle, toParts } from './google-exchange.js';
import { type App, hosts, type Seen } from './hosts.js';

const RECORDED = readRecordedRequests();
const FOLDED_ID =
  'my%20long%20id%20with%20spaces%20and%20a%20very%20very%20long%20name%20that%20will%20fold%20because%20it%20is%20beyond%2078%20characters';
const OWN_CREDENTIALS: BatchOptions = { headers: { allow: ['authorization'] } };

/** An app of animals: a pony, no others, and a POST that answers with what it got. */
const park: App = ({ method, url, body }) => {
  if (method === 'DELETE') return { status: 204 };
  const headers = { 'content-type': 'application/json' };
  if (method === 'POST') return { status: 201, headers, body: Buffer.from(body, 'latin1') };
  return url.startsWith('/park/v1/animals/pony')
    ? { status: 200, headers, body: '{"name":"pony"}' }
    : { status: 404, headers, body: '{"error":{"code":404}}' };
};

describe.each(hosts)('on %s', (_name, serveApp) => {
  async function exchange(
    request: Parameters<typeof sendGoogle>[1],
    { app = park, options = {} }: { readonly app?: App; readonly options?: BatchOptions } = {},
  ): Promise<GoogleAnswer & { readonly seen: readonly Seen[]; readonly host: string }> {
    const seen: Seen[] = [];
    const { port, close } = await serveApp('/batch', { formats: [googleBatch()], ...options }, (each) => {
      seen.push(each);
      return app(each);
    });
    const host = `127.0.0.1:${port}`;
    const withHost = { ...request, body: request.body.replaceAll('HOST', host) };
    const answer = await sendGoogle(`http://${host}`, withHost);
    await close();
    return { ...answer, seen, host };
  }

  function recorded(name: string): { type: string; body: string; authorization?: string } {
    const request = RECORDED.get(name);
    const { 'content-type': type = '', authorization } = request?.headers ?? {};
    const body = Buffer.from(request?.body ?? []).toString('latin1');
    return authorization === undefined ? { type, body } : { type, body, authorization };
  }

  test('answers what the Python client has sent, in order, with its Content-IDs unfolded', async () => {
    const base = 'a9d7d02b-de20-4e92-9105-2ed1c4e02f36';
    const { status, type, parts, seen } = await exchange(recorded('google-python'), {
      options: OWN_CREDENTIALS,
    });
    expect([status, type]).toEqual([200, expect.stringMatching(/^multipart\/mixed; boundary=[\w-]+$/)]);
    expect(parts.map((part) => [part.id, part.status, part.body])).toEqual([
      [`<response-${base} + 1>`, 200, '{"name":"pony"}'],
      [`<response-${base} + 2>`, 404, '{"error":{"code":404}}'],
      // A byte of Latin-1 that the client calls JSON.
      [`<response-${base} + ${FOLDED_ID}>`, 201, '{"name":"cow\u00e9"}'],
      [`<response-${base} + 3>`, 204, ''],
    ]);
    expect(parts[3]?.fields).toContainEqual(['Content-Length', '0']);
    const get = seen.find(({ url }) => url === '/park/v1/animals/pony?fields=name');
    expect(get).toMatchObject({ method: 'GET', body: '', headers: { accept: 'application/json' } });
    expect(get?.headers['mime-version']).toBeUndefined();
  });

  test('answers what googleapis-batcher has sent, whose credentials repeat in every part', async () => {
    const { status, parts, seen } = await exchange(recorded('googleapis-batcher'));
    expect(status).toBe(200);
    expect(parts.map((part) => [part.id, part.status, part.body])).toEqual([
      ['response-1', 200, '{"name":"pony"}'],
      ['response-2', 404, '{"error":{"code":404}}'],
      ['response-3', 201, '{"name":"cow"}'],
      ['response-4', 204, ''],
    ]);
    expect(seen.map(({ headers }) => headers.authorization)).toEqual(Array(4).fill('Bearer tok'));
  });

  test('refuses a part with credentials of its own, unless the endpoint allows them', async () => {
    const request = {
      ...toParts([['GET /a'], ['GET /b', 'Authorization: Bearer b']]),
      authorization: 'Bearer a',
    };
    const refused = await exchange(request);
    expect([refused.status, refused.type, refused.seen]).toEqual([
      400,
      'application/json; charset=UTF-8',
      [],
    ]);
    expect(JSON.parse(refused.text)).toEqual({
      error: {
        code: 400,
        message: expect.stringMatching(
          /^part 2, headers\/authorization: An operation may not set this header/,
        ),
        status: 'INVALID_ARGUMENT',
      },
    });
    const { status, seen } = await exchange(request, { options: OWN_CREDENTIALS });
    expect(status).toBe(200);
    expect(new Set(seen.map(({ headers }) => headers.authorization))).toEqual(
      new Set(['Bearer a', 'Bearer b']),
    );
  });

  test('runs the parts in parallel, and answers them in the order of the request', async () => {
    let release = (): void => undefined;
    const second = new Promise<void>((resolve) => {
      release = resolve;
    });
    const { parts } = await exchange(toParts([['GET /1'], ['GET /2']]), {
      app: async ({ url }) => {
        if (url === '/1') await second;
        release();
        return { status: 200, body: url };
      },
    });
    expect(parts.map(({ body }) => body)).toEqual(['/1', '/2']);
  });

  test('reads a URL of the own host, and one with characters that no URL may have', async () => {
    const { status, seen } = await exchange(
      toParts([
        ['GET http://HOST/a?b=c HTTP/1.1'],
        [`GET /${Buffer.from('é {x}').toString('latin1')} HTTP/1.1`],
      ]),
    );
    expect(status).toBe(200);
    expect(new Set(seen.map(({ url }) => url))).toEqual(new Set(['/%C3%A9%20%7Bx%7D', '/a?b=c']));
  });

  test('writes each body with its length, as the app sent it, and each field', async () => {
    const { parts } = await exchange(toParts([['GET /1'], ['HEAD /2'], ['GET /3']]), {
      options: { headers: { case: 'canonical' } },
      app: ({ url }) =>
        url === '/1'
          ? { status: 200, headers: { 'content-type': 'image/png' }, body: new Uint8Array([0, 13, 10, 255]) }
          : { status: 200, headers: { 'content-length': '7', link: ['<a>', '<b>'] }, body: 'content' },
    });
    expect(parts[0]).toMatchObject({
      body: '\0\r\n\u00ff',
      fields: [
        ['Content-Type', 'image/png'],
        ['Content-Length', '4'],
      ],
    });
    expect(parts.slice(1).map(({ fields, body }) => [fields, body])).toEqual([
      [
        [
          ['Link', '<a>'],
          ['Link', '<b>'],
          ['Content-Length', '0'],
        ],
        '',
      ],
      [
        [
          ['Link', '<a>'],
          ['Link', '<b>'],
          ['Content-Length', '7'],
        ],
        'content',
      ],
    ]);
  });

  test('answers in the form of Google what the endpoint itself answers to a part', async () => {
    const { status, parts, seen } = await exchange(toParts([['GET /secret'], ['GET /open']]), {
      options: { allow: ({ url }) => url !== '/secret' },
    });
    expect([status, seen.length]).toEqual([200, 1]);
    expect(parts[0]).toMatchObject({
      status: 403,
      fields: [
        ['Content-Type', 'application/json'],
        ['Content-Length', '110'],
      ],
    });
    expect(JSON.parse(parts[0]?.body ?? '')).toMatchObject({
      error: { code: 403, status: 'PERMISSION_DENIED' },
    });
  });

  const [ok] = [['GET /park/v1/animals/pony']];
  test.each<[what: string, request: Parameters<typeof sendGoogle>[1], status: number, message: RegExp]>([
    ['no boundary', { ...toParts([ok]), type: 'multipart/mixed' }, 400, /^the Content-Type has no boundary$/],
    [
      'no close delimiter',
      { type: 'multipart/mixed; boundary=b', body: '--b\n' },
      400,
      /^part 1: the close delimiter "--b--" is missing$/,
    ],
    ['no parts', toParts([]), 400, /at least one/],
    ['more parts than the limit', toParts([ok, ok, ok]), 413, /^there are more than 2 parts$/],
    [
      'a long head',
      toParts([ok, [...ok, `X: ${'x'.repeat(20_000)}`]]),
      413,
      /^part 2: the head is longer than 16384 bytes$/,
    ],
    [
      'a part of another type',
      { ...toParts([ok]), body: '--b\n\n\n--b--' },
      400,
      /^part 1: its Content-Type is not application\/http$/,
    ],
    [
      'no request line',
      toParts([ok, ['GET HTTP/1.1']]),
      400,
      /^part 2: the request line "GET HTTP\/1.1" has no URL$/,
    ],
    [
      'a URL of another host',
      toParts([ok, ['GET http://other.example/a']]),
      400,
      /^part 2: its URL is on another host, other\.example$/,
    ],
    ['a relative URL', toParts([ok, ['GET animals']]), 400, /^part 2: its URL is not an absolute path/],
    ['a URL like a reference', toParts([ok, ['GET $~1/a']]), 400, /^part 2: its URL is not an absolute path/],
    ['a GET with a body', toParts([ok, ['GET /a', '', 'body']]), 400, /^part 2, body: GET takes no body$/],
    [
      'a type that is not multipart/mixed',
      { type: 'application/json', body: '{}' },
      415,
      /application\/json/,
    ],
    ['an unknown encoding', { ...toParts([ok]), 'content-encoding': 'x' }, 415, /./],
  ])('refuses %s in the form of Google, and runs nothing', async (_what, request, status, message) => {
    const answer = await exchange(
      { accept: '*/*', ...request },
      { options: { limits: { maxOperations: 2 } } },
    );
    expect([answer.status, answer.type, answer.seen]).toEqual([
      status,
      'application/json; charset=UTF-8',
      [],
    ]);
    const { error } = JSON.parse(answer.text) as { error: { code: number; message: string; status: string } };
    expect([error.code, error.message]).toEqual([status, expect.stringMatching(message)]);
    expect(error.status).toMatch(/^[A-Z_]+$/);
  });

  test('answers with multipart whatever Accept says', async () => {
    const { type } = await exchange({ ...toParts([ok]), accept: 'application/json' });
    expect(type).toMatch(/^multipart\/mixed; boundary=/);
  });
});
