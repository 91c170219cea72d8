import { afterAll, describe, expect } from '@jest/globals';
import { redisStore } from '@multistatus/journal/redis';
import { testStore } from '@multistatus/journal/test-store';
import { Redis } from 'ioredis';
import { type RedisServer, startRedis } from '../../support/redis-server.js';
import { testWith } from '../../support/test-with.js';

const redisTest = testWith('redis-server');
const request = { owner: 'o', fingerprint: 'f', about: 'a', leaseMs: 0, keepMs: 60_000 };
const write = { owner: 'o', sequence: 1, leaseMs: 0, keepMs: 60_000, inFlight: '' };
const outcomes = [
  { unit: 0, outcome: 'a' },
  { unit: 999, outcome: 'b' },
  { unit: 2000, outcome: 'c' },
];

describe('redisStore', () => {
  let server: RedisServer | undefined;
  let redis: Redis | undefined;
  // Not before all tests: where Redis is not installed, they are skipped.
  const connect = async (): Promise<Redis> => {
    server ??= await startRedis();
    redis ??= new Redis({ path: server.path });
    return redis;
  };
  afterAll(async () => {
    await redis?.quit();
    await server?.stop();
  });

  for (const { name, run } of testStore(async () => redisStore(await connect()))) redisTest(name, run);

  redisTest('names all keys of an entry with its prefix and one hash tag, and all expire', async () => {
    const client = await connect();
    await client.flushall();
    const store = redisStore(client, { prefix: 'mine/' });
    await store.begin({ ...request, ref: 'r' });
    expect(await client.keys('*')).toEqual(['mine/{r}']);
    expect(await client.pttl('mine/{r}')).toBeGreaterThan(50_000);
    await store.write('r', { ...write, outcomes });
    const keys = (await client.keys('*')).sort();
    expect(keys).toEqual(['mine/{r}', 'mine/{r}:0', 'mine/{r}:2']);
    for (const key of keys) expect(await client.pttl(key)).toBeGreaterThan(50_000);
    await store.write('r', { ...write, sequence: 2, outcomes: [], total: 2001 });
    for (const key of keys) expect(await client.pttl(key)).toBeGreaterThan(50_000);
  });

  redisTest('lets chunks live for at least as long as their entry, and not much longer', async () => {
    const client = await connect();
    const store = redisStore(client);
    const ttls = async (): Promise<readonly number[]> => {
      const names = ['{ttl}', '{ttl}:0', '{ttl}:2'].map((key) => `multistatus:${key}`);
      return Promise.all(names.map((name) => client.pexpiretime(name)));
    };
    await store.begin({ ...request, ref: 'ttl' });
    await store.write('ttl', { ...write, outcomes });
    for (const [sequence, keepMs] of [70_000, 100_000, 150_000, 151_000, 1_000_000].entries()) {
      await store.write('ttl', { ...write, sequence: sequence + 2, keepMs, outcomes: [] });
      const [entry = 0, ...chunks] = await ttls();
      expect(await client.pttl('multistatus:{ttl}')).toBeGreaterThan(keepMs - 30_000);
      for (const chunk of chunks) {
        expect(chunk).toBeGreaterThanOrEqual(entry);
        expect(chunk).toBeLessThanOrEqual(entry + keepMs / 8 + 2000);
      }
    }
    await store.begin({ ...request, ref: 'ttl', owner: 'p', keepMs: 9_000_000 });
    const [entry = 0, ...chunks] = await ttls();
    for (const chunk of chunks) expect(chunk).toBeGreaterThanOrEqual(entry);
  });

  redisTest('shows nothing of chunks that have outlived their entry', async () => {
    const client = await connect();
    const store = redisStore(client);
    await store.begin({ ...request, ref: 'anew' });
    await store.write('anew', { ...write, outcomes });
    await client.del('multistatus:{anew}');
    expect(await store.read('anew', 0, 3000)).toEqual([]);
    expect(await store.read('anew', 0, 1)).toEqual([]);
    await store.begin({ ...request, ref: 'anew' });
    expect(await store.read('anew', 0, 1)).toEqual([]);
    await store.write('anew', { ...write, outcomes: [{ unit: 1, outcome: 'new' }] });
    expect(await store.read('anew', 0, 3000)).toEqual([{ unit: 1, outcome: 'new' }]);
  });

  redisTest('goes on when the server has forgotten the scripts', async () => {
    const client = await connect();
    const store = redisStore(client);
    await store.begin({ ...request, ref: 'scripts' });
    await client.script('FLUSH');
    expect(await store.write('scripts', { ...write, outcomes })).toBe(true);
    await client.script('FLUSH');
    expect(await store.read('scripts', 0, 3000)).toEqual(outcomes);
  });

  redisTest('rejects at once while there is no connection, if the client does not queue', async () => {
    await connect();
    const away = new Redis({ path: `${server?.path}.away`, enableOfflineQueue: false, lazyConnect: true });
    const store = redisStore(away);
    await expect(store.check()).rejects.toThrow("Stream isn't writeable");
    await expect(store.begin({ ...request, ref: 'away' })).rejects.toThrow("Stream isn't writeable");
    away.disconnect();
  });

  describe('check', () => {
    const policies = [
      'allkeys-lru',
      'allkeys-lfu',
      'allkeys-random',
      'volatile-lru',
      'volatile-ttl',
      'volatile-random',
    ];
    redisTest.each(policies)('refuses maxmemory-policy %s', async (policy) => {
      const client = await connect();
      await client.config('SET', 'maxmemory-policy', policy);
      await expect(redisStore(client).check()).rejects.toThrow(
        'Redis must not remove entries to free memory: set its maxmemory-policy to noeviction, ' +
          `or use another server for the journal. INFO memory says ${policy}`,
      );
      await client.config('SET', 'maxmemory-policy', 'noeviction');
      await redisStore(client).check();
    });

    redisTest('refuses a server that does not say its policy', async () => {
      const silent = { eval: async () => [], evalsha: async () => [], info: async () => '# Memory\r\n' };
      await expect(redisStore(silent).check()).rejects.toThrow(
        'INFO memory says nothing about maxmemory_policy',
      );
    });

    redisTest('asks every server of a cluster, which it knows once one has answered', async () => {
      const client = await connect();
      const evicting = { info: async () => '# Memory\r\nmaxmemory_policy:allkeys-lru\r\n' };
      const asks = (...servers: { info(section: string): Promise<string> }[]): Promise<void> => {
        let known: typeof servers = [];
        const info = async (section: string): Promise<string> => {
          known = servers;
          return client.info(section);
        };
        const run = async () => [];
        return redisStore({ eval: run, evalsha: run, info, nodes: () => known }).check();
      };
      await asks(client, client);
      await expect(asks(client, evicting)).rejects.toThrow('INFO memory says allkeys-lru');
    });
  });

  redisTest('refuses a prefix with a brace', () => {
    const silent = { eval: async () => [], evalsha: async () => [], info: async () => '' };
    expect(() => redisStore(silent, { prefix: '{app}:' })).toThrow(
      new TypeError('redisStore.prefix must not have a brace, got "{app}:"'),
    );
  });
});
