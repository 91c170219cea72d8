import { createJournal, type StoreJournal } from '@multistatus/journal';
import { createTables, postgresStore } from '@multistatus/journal/postgres';
import { redisStore } from '@multistatus/journal/redis';
import type { Database } from './database.js';

/** A journal, and what ends its connection. */
export interface OpenJournal {
  readonly journal: StoreJournal<unknown>;
  /** Resolves when the connection of the journal is closed; the database stays open. */
  readonly close: () => Promise<void>;
}

/**
 * Opens the journal in the database of the album, where the outcomes of an atomicity group are committed with its effects; or in
 * the Redis server that `redisUrl` names.
 *
 * @throws {Error} if the store cannot be used
 */
export async function openJournal(database: Database, redisUrl?: string): Promise<OpenJournal> {
  // The album has no users: everyone may read everything in it. Otherwise: identify: (req) => req.user?.id
  const identify = 'anyone-with-the-url';
  if (redisUrl) {
    const { Redis } = await import('ioredis');
    const redis = new Redis(redisUrl, { enableOfflineQueue: false, lazyConnect: true });
    // ioredis connects again; until then, the answer is 503.
    redis.on('error', () => {});
    await redis.connect();
    const journal = createJournal({ store: redisStore(redis), identify });
    await journal.ready();
    return {
      journal,
      async close() {
        journal.close();
        await redis.quit();
      },
    };
  }
  await createTables(database.client);
  const journal = createJournal({ store: postgresStore(database.client), identify });
  await journal.ready();
  return { journal, close: async () => journal.close() };
}
