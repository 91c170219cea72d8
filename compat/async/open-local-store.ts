import { once } from 'node:events';
import type { BatchStore } from '@multistatus/journal';
import { createTables, postgresStore } from '@multistatus/journal/postgres';
import { redisStore } from '@multistatus/journal/redis';
import { Redis } from 'ioredis';
import { Pool } from 'pg';
import type { StoreServer } from '../journal/store-server.js';

/** The store of a journal in the process of the test. */
export interface LocalStore {
  readonly store: BatchStore;
  close(): Promise<void>;
}

/** Opens the store of a journal on a server. */
export function openLocalStore({
  kind,
  address,
}: Pick<StoreServer, 'kind' | 'address'>): Promise<LocalStore> {
  return kind === 'redis'
    ? openRedis(address as { path: string })
    : openPostgres(address as { connection: object });
}

async function openRedis({ path }: { readonly path: string }): Promise<LocalStore> {
  const redis = new Redis({ path, enableOfflineQueue: false, retryStrategy: () => 20 });
  // Emitted when it cannot connect. The commands that fail are rejected as well.
  redis.on('error', () => {});
  await once(redis, 'ready');
  return { store: redisStore(redis), close: async () => redis.disconnect() };
}

async function openPostgres({ connection }: { readonly connection: object }): Promise<LocalStore> {
  const pool = new Pool({ ...connection, max: 10 });
  pool.on('error', () => {});
  await createTables(pool);
  return { store: postgresStore(pool), close: () => pool.end() };
}
