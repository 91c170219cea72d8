import { afterAll, beforeAll, describe } from '@jest/globals';
import { describeWithPostgres } from '../postgres/describe-with-postgres.js';
import { Ledger } from './ledger.js';
import { toPostgresStore } from './postgres-store.js';
import { startRedis } from './redis-server.js';
import { ServerPair } from './server-pair.js';
import type { ServerSettings } from './server-process.js';
import type { StoreServer } from './store-server.js';

/** Two servers, the store of their journal, and what their handlers have done. */
export interface Setting {
  readonly pair: ServerPair;
  readonly store: StoreServer;
  readonly ledger: Ledger;
}

/**
 * Describes tests of two servers, once with their journal in Redis and once in PostgreSQL. Effects are in another database.
 *
 * @throws {Error} if one of them is not installed
 */
export function describeWithServers(
  title: string,
  { first, second }: Record<'first' | 'second', Pick<ServerSettings, 'framework' | 'leaseMs' | 'clock'>>,
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
        const store = kind === 'redis' ? await startRedis() : toPostgresStore(postgres());
        const shared = { store: store.address, effects: ledger.connection };
        const pair = await ServerPair.start({ ...shared, ...first }, { ...shared, ...second });
        setting = { pair, store, ledger };
      }, 60_000);
      define(() => setting as Setting, kind);
      afterAll(async () => {
        await setting?.pair.close();
        await setting?.store.stop();
      });
    });
  });
}
