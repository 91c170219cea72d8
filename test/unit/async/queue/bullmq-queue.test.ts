import { afterAll, describe, expect, test } from '@jest/globals';
import { bullmqQueue } from '@multistatus/async/bullmq';
import { testQueue } from '@multistatus/async/test-queue';
import { Redis } from 'ioredis';
import { type RedisServer, startRedis } from '../../../support/redis-server.js';
import { testWith } from '../../../support/test-with.js';

const redisTest = testWith('redis-server');
const job = { id: 'r.0', ref: 'r', job: 0, endpoint: 'batch', priority: 5 };

describe('bullmqQueue', () => {
  let server: RedisServer | undefined;
  let queues = 0;
  // Not before all tests: where Redis is not installed, they are skipped.
  const start = async (): Promise<{ readonly path: string }> => {
    server ??= await startRedis();
    return { path: server.path };
  };
  afterAll(async () => {
    await server?.stop();
  });
  const make = async (): Promise<ReturnType<typeof bullmqQueue>> => {
    queues += 1;
    return bullmqQueue({ connection: await start(), name: `queue-${queues}` });
  };

  for (const { name, run } of testQueue(make)) redisTest(name, run);

  redisTest('is durable, and takes a client of ioredis, which it does not use', async () => {
    const redis = new Redis({ ...(await start()), lazyConnect: true });
    const queue = bullmqQueue({ connection: redis, name: 'of-a-client', prefix: 'mine' });
    expect(queue.isDurable).toBe(true);
    await queue.add([job]);
    expect(redis.status).toBe('wait');
    await redis.connect();
    await queue.close();
    expect(await redis.exists('mine:of-a-client:r.0')).toBe(1);
    await redis.quit();
  });

  redisTest('keeps less than 1 kB of a job, and nothing once it is done', async () => {
    const redis = new Redis(await start());
    const queue = bullmqQueue({ connection: redis, name: 'small' });
    await queue.add([job]);
    const kept = await redis.hgetall('bull:small:r.0');
    expect(JSON.parse(kept['data'] ?? '')).toEqual(job);
    expect(JSON.stringify(kept).length).toBeLessThan(1_000);
    const worker = queue.work(async () => 'done', { concurrency: 1, onError: () => undefined });
    while ((await redis.exists('bull:small:r.0')) === 1);
    await worker.stop();
    await queue.close();
    await redis.quit();
  });

  test.each([
    [undefined, 'bullmqQueue.connection must be a client of ioredis'],
    [{ isCluster: true, duplicate: () => undefined }, 'bullmqQueue.connection must not be a Cluster'],
    [{ keyPrefix: 'a' }, 'bullmqQueue.connection must not have a keyPrefix'],
  ])('refuses the connection %j', (connection, message) => {
    expect(() => bullmqQueue({ connection } as never)).toThrow(message);
  });

  test.each([
    ['name', 'a:b', 'bullmqQueue.name must be a text without colons, got "a:b"'],
    ['nmae', 'a', 'nmae'],
  ])('refuses the option %s: %j', (name, value, message) => {
    expect(() => bullmqQueue({ connection: {}, [name]: value })).toThrow(message);
  });
});
