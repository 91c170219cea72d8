import { rejectUnknownOptions } from '@multistatus/core/adapter';
import type { BatchStore } from './batch-store.js';
import { RedisStore } from './redis/redis-store.js';
import type { RedisClient } from './redis/script-runner.js';

export type { RedisClient } from './redis/script-runner.js';

/** Options of {@link redisStore}. */
export interface RedisStoreOptions {
  /**
   * What all keys start with.
   *
   * @defaultValue `multistatus:`
   */
  readonly prefix?: string | undefined;
}

/**
 * Creates a store in Redis 6.2 or later, or Valkey, through a client of [ioredis](https://github.com/redis/ioredis) 5 or 6. It may be
 * a `Cluster`.
 *
 * The server must not remove keys to free memory: its `maxmemory-policy` must be `noeviction`. What it loses when it crashes, or
 * when a replica takes its place, may run again; with `appendfsync always` a crash loses nothing.
 *
 * @example
 * ```ts
 * const redis = new Redis({ enableOfflineQueue: false });
 * const journal = createJournal({ store: redisStore(redis), identify: (req: Request) => req.user?.id });
 * ```
 *
 * @throws {TypeError} if `redis` is not a client, for an unknown option, or if `prefix` has a brace: in a cluster, braces decide which server has a key
 */
export function redisStore(redis: RedisClient, options: RedisStoreOptions = {}): BatchStore {
  if (typeof (redis as RedisClient | undefined)?.evalsha !== 'function')
    throw new TypeError('redisStore needs a client of ioredis, such as new Redis(url)');
  rejectUnknownOptions('redisStore', options, { known: ['prefix'] });
  const { prefix = 'multistatus:' } = options;
  if (/[{}]/.test(prefix)) {
    throw new TypeError(`redisStore.prefix must not have a brace, got ${JSON.stringify(prefix)}`);
  }
  return new RedisStore(redis, prefix);
}
