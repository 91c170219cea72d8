import { PGlite } from '@electric-sql/pglite';
import { type BatchStore, createJournal, type StoreJournal } from '@multistatus/journal';
import { createTables, postgresStore } from '@multistatus/journal/postgres';
import { redisStore } from '@multistatus/journal/redis';

/** A journal, and what ends its connection. */
export interface OpenJournal {
  readonly journal: StoreJournal<unknown>;
  readonly close: () => Promise<void>;
}

/** The servers that a journal may be in. The first that is named is used. */
export interface JournalServers {
  readonly redisUrl?: string | undefined;
  readonly databaseUrl?: string | undefined;
}

interface OpenStore {
  readonly store: BatchStore;
  readonly disconnect: () => Promise<unknown>;
}

/**
 * Opens the journal: in Redis, in PostgreSQL, or in a PostgreSQL embedded in this process.
 *
 * @throws {Error} if the store cannot be used
 */
export async function openJournal({ redisUrl, databaseUrl }: JournalServers = {}): Promise<OpenJournal> {
  const opened = redisUrl ? await openRedis(redisUrl) : await openPostgres(databaseUrl);
  // The blog has no users: everyone may read everything in it. Otherwise: identify: (ctx) => ctx.state.user?.id
  const journal = createJournal({ store: opened.store, identify: 'anyone-with-the-url' });
  await journal.ready();
  return {
    journal,
    async close() {
      journal.close();
      await opened.disconnect();
    },
  };
}

async function openRedis(url: string): Promise<OpenStore> {
  const { Redis } = await import('ioredis');
  const redis = new Redis(url, { enableOfflineQueue: false, lazyConnect: true });
  // ioredis connects again; until then, the answer is 503.
  redis.on('error', () => {});
  await redis.connect();
  return { store: redisStore(redis), disconnect: () => redis.quit() };
}

async function openPostgres(connectionString: string | undefined): Promise<OpenStore> {
  if (connectionString) {
    const { Pool } = await import('pg');
    const pool = new Pool({ connectionString });
    await createTables(pool);
    return { store: postgresStore(pool), disconnect: () => pool.end() };
  }
  const embedded = await PGlite.create();
  await createTables(embedded);
  return { store: postgresStore(embedded), disconnect: () => embedded.close() };
}
