import { afterAll, beforeEach, describe, expect } from '@jest/globals';
import type { BatchRecords, BatchStore } from '@multistatus/journal';
import { redisStore } from '@multistatus/journal/redis';
import { Redis } from 'ioredis';
import { type RedisServer, startRedis } from '../../support/redis-server.js';
import { testWith } from '../../support/test-with.js';

const redisTest = testWith('redis-server');
const HOUR_MS = 3_600_000;
const NEW = { client: 'ana', about: 'about', keepMs: HOUR_MS, runMs: HOUR_MS, maxRecords: 2 };

describe('Records of redisStore', () => {
  let server: RedisServer | undefined;
  let redis: Redis;
  let store: BatchStore;
  let records: BatchRecords;
  const connect = async (): Promise<void> => {
    if (server !== undefined) return;
    server = await startRedis();
    redis = new Redis({ path: server.path });
    store = redisStore(redis, { prefix: 'mine/' });
    if (store.records === undefined) throw new Error('The store has no records');
    records = store.records;
  };
  beforeEach(async () => {
    await redis?.flushall();
  });
  afterAll(async () => {
    await redis?.quit();
    await server?.stop();
  });

  const openRecord = async (ref: string, jobs: number, keepMs = HOUR_MS): Promise<void> => {
    expect(await records.create({ ...NEW, keepMs, ref })).toBe('created');
    const added = Array.from({ length: jobs }, (_, job) => ({
      job,
      units: 50,
      firstUnit: job * 50,
      payload: 'p',
    }));
    for (let first = 0; first < jobs; first += 100)
      expect(await records.addJobs(ref, added.slice(first, first + 100), 10_000_000)).toBe('added');
    expect(await records.open(ref)).toBe(true);
  };
  const runJob = async (ref: string, job: number, units = 50): Promise<void> => {
    await records.beginJob({ ref, job, owner: `owner ${job}`, leaseMs: 60_000 });
    const outcomes = Array.from({ length: units }, (_, index) => ({
      unit: job * 50 + index,
      outcome: `outcome ${index}`,
      status: 200,
      result: 'succeeded' as const,
    }));
    const write = {
      owner: `owner ${job}`,
      sequence: 1,
      leaseMs: 60_000,
      keepMs: 1,
      inFlight: '[]',
      outcomes,
    };
    expect(await store.write(`${ref}.${job}`, write)).toBe(true);
  };
  /** Returns the commands that clients send, and those that scripts call, while `work` runs. */
  const commandsOf = async (work: () => Promise<unknown>): Promise<readonly string[]> => {
    const monitor = await redis.monitor();
    const commands: string[] = [];
    const end = `end ${Math.random()}`;
    const ended = new Promise<void>((resolve) => {
      monitor.on('monitor', (_time: string, args: string[]) => {
        if (args[1] === end) resolve();
        else commands.push(args[0]?.toLowerCase() ?? '');
      });
    });
    await work();
    await redis.echo(end);
    await ended;
    monitor.disconnect();
    return commands;
  };

  redisTest('names all keys of a record with one hash tag, and all expire', async () => {
    await connect();
    await openRecord('ref', 2);
    await runJob('ref', 0);
    await runJob('ref', 1, 10);
    const keys = await redis.keys('*');
    expect(keys.filter((key) => key.startsWith('mine/{ref}')).sort()).toEqual(
      ['', ':0', ':0:0', ':0:in', ':1', ':1:0', ':1:in', ':done', ':ended', ':events', ':leases'].map(
        (end) => `mine/{ref}${end}`,
      ),
    );
    const others = keys.filter((key) => !key.startsWith('mine/{ref}')).sort();
    expect(others).toEqual([
      'mine/open',
      'mine/records',
      'mine/{client ana}:active',
      'mine/{client ana}:list',
    ]);
    for (const key of keys.filter((name) => name.includes('{'))) {
      const ttl = await redis.pttl(key);
      expect(ttl).toBeGreaterThan(2 * HOUR_MS);
      expect(ttl).toBeLessThanOrEqual(4 * HOUR_MS);
    }
  });

  redisTest('finds a record with as many commands, however many jobs and units it has', async () => {
    await connect();
    await openRecord('small', 1);
    await openRecord('large', 300);
    for (let job = 0; job < 200; job += 1) await runJob('large', job, job % 2 === 0 ? 50 : 10);
    await records.find('small');
    const [small, large] = [
      await commandsOf(() => records.find('small')),
      await commandsOf(() => records.find('large')),
    ];
    expect(large).toEqual(small);
    expect(small.length).toBeLessThan(6);
    expect(small).not.toContain('hgetall');
    expect(await records.find('large')).toMatchObject({ units: 15_000, done: 6_000, runningJobs: 100 });
  });

  redisTest('sweep leaves no key of a record that has expired, and removes it in steps', async () => {
    await connect();
    await openRecord('stays', 1);
    await runJob('stays', 0, 10);
    const kept = (await redis.keys('*')).sort();
    await openRecord('gone', 250, 1);
    for (let job = 0; job < 250; job += 1) await runJob('gone', job);
    while ((await records.find('gone')) !== undefined);
    const commands = await commandsOf(async () => {
      let swept = 0;
      while (swept === 0) swept = await store.sweep();
      expect(swept).toBe(1);
    });
    expect((await redis.keys('*')).sort()).toEqual(kept);
    expect(commands.filter((command) => command === 'unlink')).toHaveLength(250 * 3 + 5);
    expect(await records.list('ana', 10)).toHaveLength(1);
    expect(await redis.zrange('mine/records', 0, '-1')).toEqual(['stays']);
  });

  redisTest('remove goes on in sweep after a crash', async () => {
    await connect();
    await openRecord('ref', 150);
    await runJob('ref', 0);
    // As if the process had ended before anything but the mark was written.
    await redis.hset('mine/{ref}', 'removed', '1');
    expect(await records.find('ref')).toBeUndefined();
    await redis.zadd('mine/records', 0, 'ref');
    expect(await store.sweep()).toBe(1);
    expect(await redis.keys('mine/{ref}*')).toEqual([]);
  });

  redisTest('counts no record that was never created for longer than a minute', async () => {
    await connect();
    const now = Date.now();
    for (const [ref, createdAt] of [
      ['old', now - 120_000],
      ['new', now],
    ] as const) {
      await redis.zadd('mine/{client ana}:list', createdAt, ref);
      await redis.hset('mine/{client ana}:active', ref, 0);
    }
    expect(await records.create({ ...NEW, ref: 'ref' })).toBe('created');
    expect(await records.create({ ...NEW, ref: 'other' })).toBe('too-many');
    expect((await redis.hkeys('mine/{client ana}:active')).sort()).toEqual(['new', 'ref']);
  });

  redisTest('loses no job if the process ends before the record is opened', async () => {
    await connect();
    await openRecord('ref', 1);
    await redis.hdel('mine/{ref}', 'opened');
    expect(await records.takeOverdue(1, 10)).toEqual([]);
    expect(await records.open('ref')).toBe(true);
    let overdue: readonly object[] = [];
    while (overdue.length === 0) overdue = await records.takeOverdue(1, 10);
    expect(overdue).toEqual([{ ref: 'ref', job: 0 }]);
  });

  redisTest('looks at no record twice that has ended', async () => {
    await connect();
    await openRecord('ref', 1);
    await runJob('ref', 0);
    while ((await redis.zcard('mine/open')) > 0) await records.takeOverdue(1, 10);
    expect(await records.find('ref')).toMatchObject({ done: 50 });
  });
});
