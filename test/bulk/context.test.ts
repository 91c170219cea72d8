import { AsyncLocalStorage } from 'node:async_hooks';
import { describe, expect, test } from '@jest/globals';
import { bulkHosts, type HostOptions } from './bulk-hosts.js';
import { exchange, JSON_TYPE, NDJSON, readDocument } from './exchange.js';

const requestStorage = new AsyncLocalStorage<string>();
const transactionStorage = new AsyncLocalStorage<string>();

const ITEMS = [{ id: 1 }, { id: 2 }];
const ATOMIC: Partial<HostOptions> = {
  atomic: true,
  transaction: (_group, run) => transactionStorage.run(`tx of ${requestStorage.getStore()}`, () => run('tx')),
};

/** Returns the stores that each of two items saw in its handler. */
async function storesOf(
  host: (typeof bulkHosts)[number],
  options: Partial<HostOptions>,
  sent: { readonly body?: unknown; readonly type?: string } = {},
): Promise<unknown[]> {
  const server = await host.start(
    { item: {}, handle: () => [requestStorage.getStore(), transactionStorage.getStore()], ...options },
    {
      express: (_req, _res, next) => requestStorage.run('the request', next),
      koa: (_ctx, next) => requestStorage.run('the request', next),
    },
  );
  try {
    const answer = await exchange(server.port, { body: ITEMS, accept: JSON_TYPE, ...sent });
    return readDocument(answer).responses.map(({ body }) => body);
  } finally {
    await server.close();
  }
}

describe.each(bulkHosts)('$name', (host) => {
  test('items are not requests of their own: their handlers see the stores of the bulk request', async () => {
    const expected = Array(2).fill(['the request', null]);
    expect(await storesOf(host, {})).toEqual(expected);
    const lines = ITEMS.map((item) => JSON.stringify(item)).join('\n');
    expect(await storesOf(host, {}, { body: lines, type: NDJSON })).toEqual(expected);
  });

  test('the items of an atomic list also see the store around run(tx)', async () => {
    expect(await storesOf(host, ATOMIC)).toEqual(Array(2).fill(['the request', 'tx of the request']));
  });
});
