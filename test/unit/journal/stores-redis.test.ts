import { afterAll, describe } from '@jest/globals';
import { redisStore } from '@multistatus/journal/redis';
import { testStore } from '@multistatus/journal/test-store';
import { Redis } from 'ioredis';
import { type RedisServer, startRedis } from '../../support/redis-server.js';
import { testWith } from '../../support/test-with.js';

const redisTest = testWith('redis-server');

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
});
