import { kyselyTransaction } from '@multistatus/transactions/kysely';
import { CompiledQuery, Kysely, PostgresDialect, type PostgresPool } from 'kysely';
import type { AuditedLibrary } from '../audited-database.js';
import { openPool } from './open-pool.js';

interface Tables {
  effects: { mark: string };
  accounts: { id: number; balance: number };
}

export const kysely: AuditedLibrary = {
  name: 'Kysely',
  async open(connection) {
    const pool = openPool(connection);
    const create = (source: PostgresPool): Kysely<Tables> =>
      new Kysely<Tables>({ dialect: new PostgresDialect({ pool: source }) });
    const db = create(pool);
    const on = (tx: unknown): Kysely<Tables> => (tx ?? db) as Kysely<Tables>;
    return {
      transaction: (options) => kyselyTransaction(pool, create, options),
      insert: (tx, mark) => on(tx).insertInto('effects').values({ mark }).execute(),
      add: (tx, account) =>
        on(tx)
          .updateTable('accounts')
          .set((row) => ({ balance: row('balance', '+', 1) }))
          .where('id', '=', account)
          .execute(),
      run: (tx, statement) => on(tx).executeQuery(CompiledQuery.raw(statement)),
      close: () => db.destroy(),
    };
  },
};
