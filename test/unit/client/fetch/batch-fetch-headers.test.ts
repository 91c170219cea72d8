import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { batchFetch } from '@multistatus/client';
import { createEchoApp, type Echo } from '../echo-app.js';
import { serveTraffic, type Traffic } from '../serve-traffic.js';

let traffic: Traffic;
beforeAll(async () => {
  const headers = { inherit: ['x-tenant', 'x-shard'], allow: ['x-shard'], deny: ['x-debug', 'x-corp-*'] };
  traffic = await serveTraffic(createEchoApp({ headers }));
});
afterAll(() => traffic.close());
afterEach(() => traffic.forget());

const ONE_BATCH = ['GET /batch', 'POST /batch'];

/** Makes one call with each of these headers at the same time; returns what their target received, and the warnings. */
async function call(
  ...headers: readonly Record<string, string>[]
): Promise<{ received: Record<string, unknown>[]; warnings: string[] }> {
  const warnings: string[] = [];
  const api = batchFetch({ url: traffic.url, onWarn: (message) => warnings.push(message) });
  const responses = await Promise.all(headers.map((own) => api('/echo', { headers: own })));
  const echoes = (await Promise.all(responses.map((response) => response.json()))) as Echo[];
  return { received: echoes.map((echo) => echo.headers), warnings };
}

describe('headers that operations inherit', () => {
  test.each([
    'x-client-version',
    'x-user-id',
    'x-forwarded-for',
    'x_real_ip',
    'x-tenant',
    'accept-language',
    'x-request-id',
    'traceparent',
  ])('%s, the same on all calls, is sent once, with the batch', async (name) => {
    const headers = { [name]: 'same' };
    const { received, warnings } = await call(headers, headers, headers);
    for (const echo of received) expect(echo).toMatchObject(headers);
    expect(traffic.seen).toEqual(ONE_BATCH);
    expect(traffic.requests.at(-1)?.headers).toMatchObject(headers);
    expect(warnings).toEqual([]);
  });

  test.each(['x-request-id', 'traceparent', 'accept-language', 'x-shard'])(
    '%s, which an operation may set, is sent with each call if they differ',
    async (name) => {
      const { received, warnings } = await call({ [name]: 'a' }, { [name]: 'b' }, {});
      expect(received.slice(0, 2)).toMatchObject([{ [name]: 'a' }, { [name]: 'b' }]);
      expect(traffic.seen).toEqual(ONE_BATCH);
      expect(['a', 'b']).not.toContain(traffic.requests.at(-1)?.headers[name]);
      expect(warnings).toEqual([]);
    },
  );

  test.each(['x-client-version', 'x-tenant'])(
    'calls that differ in %s are sent in different batches',
    async (name) => {
      const values = ['1', '2', '1', '2'];
      const { received, warnings } = await call(...values.map((value) => ({ [name]: value })));
      expect(received.map((echo) => echo[name])).toEqual(values);
      expect(traffic.seen.toSorted()).toEqual(['GET /batch', 'POST /batch', 'POST /batch']);
      expect(warnings).toEqual([]);
    },
  );

  test.each(['x-client-request-id', 'x-tenant'])(
    '%s, different on each call, is reported once',
    async (name) => {
      const warnings: string[] = [];
      const api = batchFetch({ url: traffic.url, onWarn: (message) => warnings.push(message) });
      for (const _window of [1, 2]) {
        const values = ['1', '2', '3'];
        await Promise.all(values.map((value) => api('/echo', { headers: { [name]: value } })));
      }
      expect(traffic.seen.filter((request) => request === 'GET /echo')).toHaveLength(6);
      expect(warnings).toEqual([
        `batchFetch sends calls alone because of their header ${name}: operations inherit it from their batch, ` +
          'so calls with different values cannot share one',
      ]);
    },
  );
});

describe('headers that operations must not have', () => {
  test.each([
    ['dnt', ''],
    ['x-http-method-override', ''],
    ['x-debug', ' on this server'],
    ['x-corp-id', ' on this server'],
    ['x_corp_id', ' on this server'],
  ])('a call with %s is sent alone, and that is reported', async (name, where) => {
    const { received, warnings } = await call({ [name]: '1' }, { [name]: '1' }, {}, {});
    expect(received.map((echo) => echo[name])).toEqual(['1', '1', undefined, undefined]);
    expect(traffic.seen.toSorted()).toEqual(['GET /batch', 'GET /echo', 'GET /echo', 'POST /batch']);
    expect(warnings).toEqual([
      `batchFetch sends calls alone because of their header ${name}: an operation must not have it${where}`,
    ]);
  });

  test('a header that the server refuses without having said so is reported', async () => {
    const warnings: string[] = [];
    const limits = { maxOperations: 9, maxBodyBytes: 9_999, maxUrlLength: 99, maxHeaderBytes: 999 };
    const api = batchFetch({ url: traffic.url, limits, onWarn: (message) => warnings.push(message) });
    const headers = { 'x-tenant': 't', 'x-debug': '1' };
    await Promise.all([api('/echo', { headers }), api('/echo', { headers })]);
    expect(traffic.seen).toEqual(['POST /batch', 'GET /echo', 'GET /echo']);
    expect(warnings).toEqual(
      ['x-debug', 'x-tenant'].map(
        (name) =>
          `batchFetch sends calls alone because of their header ${name}: the server refuses it in an operation`,
      ),
    );
  });

  test('an Accept that the server makes operations inherit is not replaced by that of the batch', async () => {
    const inheriting = await serveTraffic(createEchoApp({ headers: { inherit: ['accept'] } }));
    try {
      const api = batchFetch({ url: inheriting.url, onWarn: () => {} });
      const headers = { accept: 'text/csv' };
      const echoes = await Promise.all([1, 2].map(async () => (await api('/echo', { headers })).json()));
      expect(echoes).toMatchObject([{ headers }, { headers }]);
    } finally {
      await inheriting.close();
    }
  });
});

test('without onWarn, the console is told', async () => {
  const warn = jest.spyOn(console, 'warn').mockReturnValue();
  try {
    const api = batchFetch({ url: traffic.url });
    await Promise.all([api('/echo', { headers: { dnt: '1' } }), api('/number/1'), api('/number/2')]);
    expect(warn.mock.calls).toEqual([[expect.stringContaining('header dnt')]]);
  } finally {
    warn.mockRestore();
  }
});
