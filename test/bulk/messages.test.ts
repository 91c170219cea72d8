import { describe, expect, test } from '@jest/globals';
import { type BulkHost, bulkHosts, type HostOptions, newestHosts } from './bulk-hosts.js';
import { exchange, JSON_TYPE, NDJSON, type Sent } from './exchange.js';

/** Sends one request to an endpoint of its own, and returns the answer and what `onError` was called with. */
async function ran(
  host: BulkHost,
  options: Partial<HostOptions>,
  sent: Sent,
): Promise<{ readonly text: string; readonly seen: readonly (readonly unknown[])[] }> {
  const seen: (readonly unknown[])[] = [];
  const server = await host.start({
    item: {},
    ...(options.handleMany === undefined ? { handle: () => undefined } : {}),
    onError: (error, context) => {
      const { item, ...extra } = context;
      seen.push([String(error), item, Object.keys(extra)]);
    },
    ...options,
  });
  try {
    const { text } = await exchange(server.port, { accept: JSON_TYPE, ...sent });
    return { text, seen };
  } finally {
    await server.close();
  }
}

function fail(message: string): never {
  throw new Error(message);
}

describe.each(bulkHosts)('onError of bulk() in $name', (host) => {
  const extra = [/Koa/.test(host.name) ? 'ctx' : 'req'];
  const item = (index: number): object => ({
    index,
    id: String(index),
    method: 'POST',
    url: `/photos/items/${index}`,
  });

  test.each([
    ['a list', ['a', 'b'], JSON_TYPE],
    ['a stream', '\n"a"\n"b"\n', NDJSON],
  ])('gets the item of %s that an error belongs to, and the request', async (_title, body, type) => {
    const sent = { body, type, accept: type };
    const handle = (value: unknown): unknown => (value === 'b' ? fail('handle') : undefined);
    expect((await ran(host, { handle }, sent)).seen).toEqual([['Error: handle', item(1), extra]]);
    const onOutcome: HostOptions['onOutcome'] = ({ index }) => (index === 1 ? fail('onOutcome') : undefined);
    expect((await ran(host, { onOutcome }, sent)).seen).toEqual([['Error: onOutcome', item(1), extra]]);
    const href = (value: unknown): string => (value === 'a' ? fail('href') : '/b');
    expect((await ran(host, { href }, sent)).seen).toEqual([['Error: href', item(0), extra]]);
  });

  test('gets the item whose entry of handleMany is an error; no item if the whole call fails', async () => {
    const body = [1, 2, 3];
    const one = await ran(host, { handleMany: () => [1, 2, new TypeError('third')] }, { body });
    expect(one.seen).toEqual([['TypeError: third', item(2), extra]]);
    const all = await ran(host, { handleMany: () => fail('all') }, { body });
    expect(all.seen).toEqual([['Error: all', undefined, extra]]);
  });

  test('gets no item for the transaction and the status', async () => {
    const transaction: HostOptions['transaction'] = () => fail('transaction');
    const { seen } = await ran(
      host,
      { atomic: true, transaction, status: () => fail('status') },
      { body: [1] },
    );
    expect(seen).toEqual([
      ['Error: transaction', undefined, extra],
      ['Error: status', undefined, extra],
    ]);
  });
});

describe('no problem of a list speaks of a batch', () => {
  const host = newestHosts[0] as BulkHost;
  const never = (): Promise<never> => new Promise(() => undefined);
  const transaction: HostOptions['transaction'] = async (_group, run) => run(undefined);

  test.each<[title: string, options: Partial<HostOptions>, sent: Sent, detail: string]>([
    [
      'a handler that throws',
      { handle: () => fail('x') },
      { body: [1] },
      'The handler failed without an answer',
    ],
    [
      'a handler that takes too long',
      { handle: never, limits: { itemTimeoutMs: 5 } },
      { body: [1] },
      'The item was aborted while it ran; whether it took effect is unknown',
    ],
    [
      'an item that has not started',
      { handle: never, limits: { bulkTimeoutMs: 20, concurrency: 1 } },
      { body: [1, 2] },
      'The request ended before this item started; it may be sent again',
    ],
    [
      'another item of an atomic list',
      { atomic: true, transaction, handle: (value) => (value === 2 ? fail('x') : value) },
      { body: [1, 2] },
      'The item has no effect because another item of its list failed',
    ],
    [
      'a transaction that does not begin',
      { atomic: true, transaction: () => fail('x') },
      { body: [1] },
      'Nothing of the list ran; it may be sent again',
    ],
    [
      'a transaction that ends too early',
      { atomic: true, transaction: async () => undefined },
      { body: [1] },
      'Nothing of the list ran',
    ],
    [
      'a commit that fails',
      {
        atomic: true,
        transaction: async (_group, run) => {
          await run(undefined);
          fail('x');
        },
      },
      { body: [1] },
      'All items of the list succeeded but the commit failed; whether it took effect is unknown',
    ],
    [
      'too many bytes',
      { limits: { maxBodyBytes: 5 } },
      { body: [1, 2, 3, 4] },
      'The request has 9 bytes, the limit maxBodyBytes is 5',
    ],
    ['too many items', { limits: { maxItems: 1 } }, { body: [1, 2] }, 'the limit maxItems is 1'],
    [
      'too deep an item',
      { limits: { maxJsonDepth: 2 } },
      { body: [[[]]] },
      'The request has 3 levels of JSON, the limit maxJsonDepth is 2',
    ],
    ['a text', {}, { body: '"x"', type: JSON_TYPE }, 'or one item"'],
    [
      'a list that is a string with JSON',
      {},
      { body: JSON.stringify('[1]'), type: JSON_TYPE },
      'or one item; this string contains JSON, so the value was probably encoded twice',
    ],
    [
      'an item that is a string with JSON',
      { item: { type: 'object' } },
      { body: ['{"id":1}'] },
      'The item has 1 issue; this string contains JSON, so the value was probably encoded twice',
    ],
    [
      'a malformed line',
      {},
      { body: '\n\n1\n{"id":2 x}\n' },
      'The line is not well-formed JSON: expected a comma or }; see character 8 (line 4, column 9)',
    ],
  ])('%s', async (_title, options, sent, detail) => {
    const { text } = await ran(host, { onError: () => undefined, ...options }, sent);
    expect(text).toContain(detail);
    // The types are URNs, which clients know.
    const words = text.replaceAll(/urn:[\w:-]+/g, '');
    expect(words).not.toMatch(/batch|operation|target|group|dispatch/i);
  });

  test('the errors that a transaction and onError get do not either', async () => {
    const rejections: string[] = [];
    const early: HostOptions['transaction'] = async (_group, run) => {
      await run(undefined).catch((error: unknown) => rejections.push(String(error)));
    };
    const { seen } = await ran(
      host,
      { atomic: true, transaction: early, handle: () => fail('x') },
      { body: [1] },
    );
    expect(rejections).toEqual(['GroupFailedError: The item 0 of the list did not succeed; roll back']);
    expect(seen.map(([error]) => error)).toEqual([
      'Error: x',
      'Error: The transaction of the list resolved although run() rejected; it must reject with the same error',
    ]);
  });
});
