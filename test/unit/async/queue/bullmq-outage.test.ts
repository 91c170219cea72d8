import { afterEach, describe, expect } from '@jest/globals';
import { bullmqQueue } from '@multistatus/async/bullmq';
import { Redis } from 'ioredis';
import { type RedisServer, startRedis } from '../../../support/redis-server.js';
import { testWith } from '../../../support/test-with.js';

const redisTest = testWith('redis-server');
const jobs = [0, 1].map((job) => ({ id: `r.${job}`, ref: 'r', job, endpoint: 'batch', priority: 5 }));
/** What Redis has survives a crash. */
const DURABLE = ['--appendonly', 'yes', '--appendfsync', 'always'];

describe('bullmqQueue without Redis', () => {
  const servers: RedisServer[] = [];
  const start = async (...args: readonly string[]): Promise<RedisServer> => {
    const server = await startRedis(...args);
    servers.push(server);
    return server;
  };
  afterEach(async () => {
    for (const server of servers.splice(0)) await server.stop();
  });

  redisTest('check, add and depth reject, and close resolves', async () => {
    const queue = bullmqQueue({ connection: { path: '/nowhere/redis.sock' } });
    for (const call of [queue.check(), queue.add(jobs), queue.depth()])
      await expect(call).rejects.toThrow('connect ENOENT /nowhere/redis.sock');
    await queue.close();
  });

  redisTest('a worker stops while Redis has never been there', async () => {
    const queue = bullmqQueue({ connection: { path: '/nowhere/redis.sock' } });
    const errors: unknown[] = [];
    const worker = queue.work(async () => 'done', { concurrency: 1, onError: (error) => errors.push(error) });
    await worker.stop();
    await queue.close();
  });

  redisTest('add rejects while Redis is away, and resolves when it is back', async () => {
    const server = await start();
    const queue = bullmqQueue({ connection: { path: server.path } });
    await queue.add(jobs);
    await server.kill();
    await expect(queue.add(jobs)).rejects.toThrow();
    await server.startAgain();
    await eventually(() => queue.add(jobs));
    expect(await queue.depth()).toBe(2);
    await queue.close();
  });

  redisTest('a worker goes on when Redis is back, and loses nothing', async () => {
    const server = await start(...DURABLE);
    const queue = bullmqQueue({ connection: { path: server.path } });
    const ran: string[] = [];
    const during: (() => void)[] = [];
    const worker = queue.work(
      async ({ id }) => {
        ran.push(id);
        // The first one ends while Redis is away.
        if (ran.length === 1) await new Promise<void>((resolve) => during.push(resolve));
        return ran.length === 1 ? 'again' : 'done';
      },
      { concurrency: 1, onError: () => undefined },
    );
    await queue.add(jobs);
    await eventually(async () => expect(during).toHaveLength(1));
    await server.kill();
    during[0]?.();
    await server.startAgain();
    await eventually(async () => expect(ran.slice(1).sort()).toEqual(['r.0', 'r.1']));
    await worker.stop();
    await eventually(async () => expect(await queue.depth()).toBe(0));
    await queue.close();
  });

  redisTest('a worker stops while Redis is away, once its job has ended', async () => {
    const server = await start();
    const queue = bullmqQueue({ connection: { path: server.path } });
    const ending: (() => void)[] = [];
    const run = (): Promise<'again'> => new Promise((resolve) => ending.push(() => resolve('again')));
    const worker = queue.work(run, { concurrency: 2, onError: () => undefined });
    await queue.add(jobs);
    await eventually(async () => expect(ending).toHaveLength(2));
    await server.kill();
    const stopped = worker.stop();
    for (const end of ending) end();
    await stopped;
    await queue.close();
  });

  redisTest('check refuses a server that may remove jobs, and says what to set', async () => {
    const { path } = await start('--maxmemory-policy', 'allkeys-lru');
    const queue = bullmqQueue({ connection: { path } });
    await expect(queue.check()).rejects.toThrow(
      'Redis must not remove jobs to free memory: set its maxmemory-policy to noeviction, or use another server for the queue. INFO memory says allkeys-lru',
    );
    const redis = new Redis({ path });
    await redis.config('SET', 'maxmemory-policy', 'noeviction');
    await redis.quit();
    await queue.check();
    await queue.close();
  });
});

/** Calls `call` until it resolves, for 20 seconds. */
async function eventually(call: () => Promise<unknown>): Promise<void> {
  const deadline = performance.now() + 20_000;
  for (;;) {
    try {
      await call();
      return;
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await new Promise((resolve) => {
        setTimeout(resolve, 10);
      });
    }
  }
}
