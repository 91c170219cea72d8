import { PGlite } from '@electric-sql/pglite';
import { drizzleTransaction } from '@multistatus/transactions/drizzle';
import { eq, sql } from 'drizzle-orm';
import { drizzle as onPg } from 'drizzle-orm/node-postgres';
import { integer, type PgDatabase, pgTable, text } from 'drizzle-orm/pg-core';
import { drizzle as onPglite } from 'drizzle-orm/pglite';
import type { Pool, PoolClient } from 'pg';
import type { AuditedDatabase, AuditedLibrary } from '../audited-database.js';
import { openPool } from './open-pool.js';

const effects = pgTable('effects', { mark: text().notNull() });
const accounts = pgTable('accounts', { id: integer().primaryKey(), balance: integer().notNull() });

type Db = Pick<PgDatabase<never>, 'insert' | 'update' | 'execute'>;

function statementsOn(db: unknown): Pick<AuditedDatabase, 'insert' | 'add' | 'run'> {
  const on = (tx: unknown): Db => (tx ?? db) as Db;
  return {
    insert: async (tx, mark) => on(tx).insert(effects).values({ mark }),
    add: async (tx, account) =>
      on(tx)
        .update(accounts)
        .set({ balance: sql`${accounts.balance} + 1` })
        .where(eq(accounts.id, account)),
    run: async (tx, statement) => on(tx).execute(sql.raw(statement)),
  };
}

export const drizzle: AuditedLibrary = {
  name: 'Drizzle',
  async open(connection) {
    const pool = openPool(connection);
    const create = (client: Pool | PoolClient) => onPg({ client });
    return {
      transaction: (options) => drizzleTransaction(pool, create, options),
      ...statementsOn(create(pool)),
      close: () => pool.end(),
    };
  },
};

export const drizzleOnPglite: AuditedLibrary = {
  name: 'Drizzle on PGlite',
  isEmbedded: true,
  async open() {
    const database = await PGlite.create();
    const create = (client: PGlite) => onPglite({ client });
    return {
      transaction: () => drizzleTransaction(database, create),
      ...statementsOn(create(database)),
      close: () => database.close(),
    };
  },
};
