import { afterAll, beforeAll, describe } from '@jest/globals';
import { Ledger } from '../journal/ledger.js';
import { toPostgresStore } from '../journal/postgres-store.js';
import { startRedis } from '../journal/redis-server.js';
import type { StoreServer } from '../journal/store-server.js';
import { describeWithPostgres } from '../postgres/describe-with-postgres.js';
import { AppProcesses, type AppSettings } from './app-processes.js';

/** A web process and two workers, what they use, and what their handlers have done. */
export interface Setting {
  readonly processes: AppProcesses;
  /** The Redis server of the queue, which is also that of the journal if that is in Redis. */
  readonly queue: StoreServer;
  /** The store of the journal. */
  readonly store: StoreServer;
  readonly ledger: Ledger;
}

/**
 * Describes tests of a web process and two workers with a queue in Redis, once with their journal in Redis and once in PostgreSQL.
 * Effects are in another database.
 *
 * @throws {Error} if one of them is not installed
 */
export function describeWithWorkers(
  title: string,
  settings: Omit<AppSettings, 'store' | 'effects' | 'queue'>,
  define: (setting: () => Setting, kind: StoreServer['kind']) => void,
): void {
  describeWithPostgres(title, (postgres) => {
    let ledger: Ledger;
    beforeAll(async () => {
      ledger = await Ledger.open(postgres());
    });
    afterAll(() => ledger.close());

    describe.each(['redis', 'postgres'] as const)('with its journal in %s', (kind) => {
      let setting: Setting | undefined;
      beforeAll(async () => {
        const queue = await startRedis();
        const store = kind === 'redis' ? queue : toPostgresStore(postgres());
        const addresses = { store: store.address, queue: queue.address, effects: ledger.connection };
        const processes = await AppProcesses.start({ ...settings, ...addresses });
        setting = { processes, queue, store, ledger };
      }, 60_000);
      define(() => setting as Setting, kind);
      afterAll(async () => {
        await setting?.processes.close();
        await setting?.queue.stop();
      });
    });
  });
}
