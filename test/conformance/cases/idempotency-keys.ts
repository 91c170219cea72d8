import assert from 'node:assert/strict';
import { get, type WrittenOperation } from '../batch-requests.js';
import type { ConformanceCase, RunningHost } from '../case.js';
import { echoOf } from '../echo-of.js';

const SECTION = 'docs/reference/wire-format#idempotency-keys';
const HASHED = /^k1:sha256:[0-9a-f]{64}$/;

type Operation = WrittenOperation & { readonly bodyEncoding?: string };
const post = (more: Partial<Operation> = {}): Operation => ({ method: 'POST', url: '/echo', ...more });

/** Returns the Idempotency-Key with which each operation was dispatched. */
async function keysOf(
  host: RunningHost,
  operations: readonly Operation[],
  key = 'k1',
): Promise<(string | undefined)[]> {
  const { responses } = await host.batch(operations, { 'idempotency-key': key });
  return responses.map((response) => {
    assert.equal(response.status, 200, JSON.stringify(response));
    return echoOf(response).headers['idempotency-key'];
  });
}

/** The Idempotency-Keys that operations get from that of their batch. */
export const idempotencyKeyCases: readonly ConformanceCase[] = [
  {
    id: 'C901',
    level: 'MUST',
    section: SECTION,
    everySetup: true,
    title: 'Idempotency-Key gives each unsafe operation with an id the key and its id',
    async check(host) {
      const own = post({ id: 'own', method: 'PUT', headers: { 'Idempotency-Key': 'mine' } });
      const keys = await keysOf(host, [
        post({ id: 'a', body: {} }),
        { id: 'ana@example.com 1', method: 'DELETE', url: '/echo' },
        own,
        get('/echo', { id: 'get' }),
        { id: 'query', method: 'QUERY', url: '/echo' },
      ]);
      assert.deepEqual(keys, ['k1:a', 'k1:ana%40example.com%201', 'mine', undefined, undefined]);
    },
  },
  {
    id: 'C902',
    level: 'MUST',
    section: 'RFC 9651 §3.3',
    title: 'an Idempotency-Key in quotes stays in quotes',
    async check(host) {
      assert.deepEqual(await keysOf(host, [post({ id: 'a' })], '"k 1"'), ['"k 1:a"']);
    },
  },
  {
    id: 'C1100',
    level: 'MUST',
    section: SECTION,
    everySetup: true,
    title: 'the key of an operation without an id does not depend on its place',
    async check(host) {
      const one = post({ body: { n: 1 } });
      const other = post({ body: { n: 2 } });
      const first = await keysOf(host, [one, get('/echo'), other]);
      for (const key of [first[0], first[2]]) assert.match(String(key), HASHED);
      assert.notEqual(first[0], first[2]);
      assert.deepEqual(await keysOf(host, [other, one]), [first[2], first[0]]);
      assert.deepEqual(await keysOf(host, [other]), [first[2]]);
    },
  },
  {
    id: 'C1101',
    level: 'MUST',
    section: SECTION,
    title: 'method, URL, own headers and body each make another key; the order of headers does not',
    async check(host) {
      const headers = { 'x-a': '1', 'X-B': '2' };
      const operations = [
        post({ headers, body: { n: 1 } }),
        post({ headers, body: { n: 1 }, method: 'PATCH' }),
        post({ headers, body: { n: 1 }, url: '/echo?a' }),
        post({ headers: { 'x-a': '1', 'x-b': '3' }, body: { n: 1 } }),
        post({ headers, body: { n: 2 } }),
        post({ headers }),
      ];
      const keys = await keysOf(host, operations);
      assert.equal(new Set(keys).size, operations.length);
      assert.ok(!keys.includes(undefined));
      const turned = post({ headers: { 'x-b': '2', 'x-a': '1' }, body: { n: 1 } });
      assert.deepEqual(await keysOf(host, [turned]), [keys[0]]);
    },
  },
  {
    id: 'C1102',
    level: 'MUST',
    section: SECTION,
    title: 'equal operations without ids get no key; with ids, each gets its own',
    async check(host) {
      const equal = post({ body: { n: 1 } });
      const [one, two, three, four] = await keysOf(host, [equal, post({ body: { n: 2 } }), equal, equal]);
      assert.deepEqual([one, three, four], [undefined, undefined, undefined]);
      assert.match(String(two), HASHED);
      const named = [equal, { ...equal, id: 'a' }, { ...equal, id: 'b' }];
      const keys = await keysOf(host, named);
      assert.deepEqual(keys.slice(1), ['k1:a', 'k1:b']);
      assert.match(String(keys[0]), HASHED);
    },
  },
  {
    id: 'C1103',
    level: 'MUST',
    section: SECTION,
    title: 'an id that begins with ~ is not a name',
    async check(host) {
      const operation = post({ body: { n: 1 } });
      const [unnamed] = await keysOf(host, [operation]);
      assert.deepEqual(await keysOf(host, [get('/echo'), { ...operation, id: '~7' }]), [undefined, unnamed]);
    },
  },
  {
    id: 'C1104',
    level: 'MUST',
    section: SECTION,
    title: 'a key that would be longer than 255 characters has a hash of the id',
    async check(host) {
      const long = (length: number): Operation => post({ id: 'i'.repeat(length) });
      const [fits, tooLong, encoded] = await keysOf(host, [
        long(252),
        long(253),
        post({ id: 'é'.repeat(100) }),
      ]);
      assert.equal(fits, `k1:${'i'.repeat(252)}`);
      assert.match(String(tooLong), HASHED);
      assert.match(String(encoded), HASHED);
      const key = 'k'.repeat(254);
      const [one, other, none] = await keysOf(
        host,
        [post({ id: 'a' }), post({ id: 'b' }), post()],
        `"${key}"`,
      );
      for (const each of [one, other, none]) assert.match(String(each), /^"sha256:[0-9a-f]{64}"$/);
      assert.equal(new Set([one, other, none]).size, 3);
    },
  },
  {
    id: 'C1105',
    level: 'MUST',
    section: SECTION,
    title: 'a key without characters gives no keys',
    async check(host) {
      for (const key of ['""', ''])
        assert.deepEqual(await keysOf(host, [post({ id: 'a' }), post()], key), [undefined, undefined]);
    },
  },
  {
    id: 'C1106',
    level: 'MUST',
    section: SECTION,
    title: 'an operation that takes values from others has the key of what stands in the batch',
    async check(host) {
      const album = post({
        url: '/made?status=201&set=Location:/echo/4&type=application/json&text=7',
        id: 'album',
      });
      const takes = (from: string, more: Partial<Operation> = {}): Operation =>
        post({ body: { of: null }, references: [{ at: '/body/of', from, value: '/body' }], ...more });
      const keysAfter = async (operations: readonly Operation[], skipped: number): Promise<unknown[]> => {
        const { responses } = await host.batch(operations, { 'idempotency-key': 'k1' });
        return responses.slice(skipped).map((response) => echoOf(response).headers['idempotency-key']);
      };
      const fromBody = takes('album');
      const fromUrl = post({ url: '$album' });
      const keys = await keysAfter([album, fromBody, fromUrl], 1);
      for (const key of keys) assert.match(String(key), HASHED);
      // In another place, and with another value: the response is another one.
      const changed = { ...album, url: album.url.replace('text=7', 'text=8') };
      assert.deepEqual(await keysAfter([changed, fromUrl, fromBody], 1), keys.toReversed());
      // A source without an id stands for itself, not for its place.
      const { id: _id, ...unnamed } = album;
      const [key] = await keysAfter([unnamed, takes('0')], 1);
      assert.match(String(key), HASHED);
      assert.notEqual(key, keys[0]);
      assert.deepEqual(await keysAfter([get('/echo'), unnamed, takes('1')], 2), [key]);
    },
  },
];
