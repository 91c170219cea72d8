import { AsyncLocalStorage } from 'node:async_hooks';
import { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeAll, test } from '@jest/globals';
import { drizzleTransaction } from '@multistatus/transactions/drizzle';
import { knexTransaction } from '@multistatus/transactions/knex';
import { kyselyTransaction } from '@multistatus/transactions/kysely';
import { pgTransaction } from '@multistatus/transactions/pg';
import { pgliteTransaction } from '@multistatus/transactions/pglite';
import { drizzle } from 'drizzle-orm/node-postgres';
import { pgTable, text } from 'drizzle-orm/pg-core';
import createKnex, { type Knex } from 'knex';
import { Kysely, PostgresDialect } from 'kysely';
import { Pool } from 'pg';
import { describeWithPostgres } from '../postgres/describe-with-postgres.js';
import { expectOneTransaction, type Query, transactionOf } from './page-of-transactions.js';

const schema = { notes: pgTable('notes', { text: text().notNull() }) };

test('The page on transactions: PGlite', async () => {
  const database = await PGlite.create();
  const query: Query = (statement) => database.query(statement);
  await expectOneTransaction(transactionOf('pglite', { database, pgliteTransaction }), query);
  await database.close();
}, 120_000);

describeWithPostgres('The page on transactions', (server) => {
  let pool: Pool;
  let knex: Knex;
  const query: Query = (statement) => pool.query(statement);
  beforeAll(() => {
    pool = new Pool(server().connection);
    knex = createKnex({ client: 'pg', connection: server().connection, pool: { min: 0, max: 2 } });
  });
  afterAll(async () => {
    await pool.end();
    await knex.destroy();
  });

  test.each<[name: string, given: () => Readonly<Record<string, unknown>>]>([
    ['pg', () => ({ pool, pgTransaction })],
    ['knex', () => ({ knex, knexTransaction })],
    ['drizzle', () => ({ pool, drizzle, schema, drizzleTransaction })],
    ['kysely', () => ({ pool, Kysely, PostgresDialect, kyselyTransaction })],
    ['store', () => ({ pool, AsyncLocalStorage, pgTransaction })],
  ])('%s', async (name, given) => {
    await expectOneTransaction(transactionOf(name, given()), query);
  });
});
