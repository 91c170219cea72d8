import { describe, expect, test } from '@jest/globals';
import { type HostOptions, newestHosts } from './bulk-hosts.js';
import { exchange, type Sent } from './exchange.js';

type Host = (typeof newestHosts)[number];
type Keys = readonly (string | undefined)[];

/** Runs one request, and returns the Idempotency-Key of each item that a handler got. */
async function keysOf(host: Host, options: Partial<HostOptions>, sent: Sent): Promise<Keys> {
  const keys: (string | undefined)[] = [];
  const handle: HostOptions['handle'] = (_item, { idempotencyKey }) => void keys.push(idempotencyKey);
  const server = await host.start({
    item: { type: 'object' },
    ...(options.handleMany === undefined ? { handle } : {}),
    key: 'id',
    limits: { concurrency: 1 },
    ...options,
  });
  try {
    const { status, text } = await exchange(server.port, {
      method: 'PATCH',
      headers: { 'idempotency-key': '"k1"' },
      ...sent,
    });
    expect([status, text]).toEqual([207, expect.anything()]);
    return keys;
  } finally {
    await server.close();
  }
}

const HASHED = /^"k1:sha256:[0-9a-f]{64}"$/;

describe.each(newestHosts.map((host) => [host.name, host] as const))('%s: items', (_name, host) => {
  test('have the key of the request and the value of the member', async () => {
    const items = [{ id: 'a b' }, { id: 7 }, { id: null }, { id: 'é'.repeat(100) }, 'invalid', { id: 'z' }];
    const body = items.map((item) => JSON.stringify(item)).join('\n');
    for (const sent of [{ body: items }, { body }]) {
      const keys = await keysOf(host, {}, sent);
      expect(keys).toEqual(['"k1:a%20b"', '"k1:7"', '"k1:null"', expect.stringMatching(HASHED), '"k1:z"']);
    }
  });

  test('are known by what they contain if they lack the member, and have no key if they are equal', async () => {
    const [one, other, third] = await keysOf(host, {}, { body: [{ n: 1 }, { n: 2 }, { n: 1 }] });
    expect([one, third]).toEqual([undefined, undefined]);
    expect(other).toMatch(HASHED);
    expect(await keysOf(host, {}, { body: [{ id: 1 }, { n: 2 }] })).toEqual(['"k1:1"', other]);
  });

  test('have no key without that of the request, without the option, and for a safe method', async () => {
    const body = [{ id: 1 }];
    expect(await keysOf(host, {}, { body, headers: {} })).toEqual([undefined]);
    expect(await keysOf(host, { key: undefined }, { body })).toEqual([undefined]);
    expect(await keysOf(host, {}, { body, method: 'REPORT' })).toEqual([undefined]);
  });

  test('have no key if their members are the same as text', async () => {
    expect(await keysOf(host, {}, { body: [{ id: 1 }, { id: '1' }] })).toEqual([undefined, undefined]);
  });

  test('have their keys in one list if one call handles them all', async () => {
    let keys: Keys = [];
    const handleMany: HostOptions['handleMany'] = (items, { idempotencyKeys }) => {
      keys = idempotencyKeys;
      return items.map(() => undefined);
    };
    await keysOf(host, { handleMany }, { body: [{ id: 'a' }, 'invalid', { id: 'b' }] });
    expect(keys).toEqual(['"k1:a"', '"k1:b"']);
  });

  test('derive their keys from the key of the operation that carries them', async () => {
    const keys: unknown[] = [];
    const handle: HostOptions['handle'] = (_item, context) => void keys.push(context.idempotencyKey);
    const server = await host.start({ item: { type: 'object' }, handle, key: 'id' });
    try {
      const requests = [{ id: 'op', method: 'PATCH', url: '/photos', body: [{ id: 1 }] }];
      const headers = { 'idempotency-key': 'k1' };
      await exchange(server.port, { path: '/batch', method: 'POST', body: { requests }, headers });
      expect(keys).toEqual(['k1:op:1']);
    } finally {
      await server.close();
    }
  });
});
