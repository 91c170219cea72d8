import { AsyncLocalStorage } from 'node:async_hooks';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { batch, getOperation } from '@multistatus/express';
import { drizzleTransaction } from '@multistatus/transactions/drizzle';
import { knexTransaction } from '@multistatus/transactions/knex';
import { kyselyTransaction } from '@multistatus/transactions/kysely';
import { pgTransaction } from '@multistatus/transactions/pg';
import { pgliteTransaction } from '@multistatus/transactions/pglite';
import { drizzle } from 'drizzle-orm/node-postgres';
import { pgTable, text } from 'drizzle-orm/pg-core';
import express from 'express';
import createKnex, { type Knex } from 'knex';
import { Kysely, PostgresDialect } from 'kysely';
import { Pool } from 'pg';
import { describeWithPostgres } from '../postgres/describe-with-postgres.js';
import { expectOneTransaction, type Query, transactionOf } from './page-of-transactions.js';

const README = readFileSync(new URL('../../packages/transactions/README.md', import.meta.url), 'utf8');
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

  test('the program of the README stores a whole group', async () => {
    await query('DROP TABLE IF EXISTS notes');
    await query('CREATE TABLE notes (text text UNIQUE)');
    const program = README.split('```js\n')[1]
      ?.split('\n```')[0]
      ?.replace(/^import .*$/gm, '');
    class OwnPool extends Pool {
      constructor() {
        super(server().connection);
      }
    }
    const given = { express, Pool: OwnPool, batch, getOperation, pgTransaction };
    // Not `compileFunction` of node:vm: the Promises of its handlers would be foreign to Express.
    // oxlint-disable-next-line no-implied-eval -- it is the program of the README
    const made = new Function(...Object.keys(given), `${program}\nreturn { app, pool };`)(
      ...Object.values(given),
    ) as { readonly app: express.Express; readonly pool: Pool };
    const listening = made.app.listen(0, '127.0.0.1');
    await once(listening, 'listening');
    const requests = ['a', 'b'].map((each) => ({
      method: 'POST',
      url: `/notes/${each}`,
      atomicityGroup: 'g',
    }));
    const response = await fetch(`http://127.0.0.1:${(listening.address() as AddressInfo).port}/batch`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ requests }),
    });
    expect(await response.json()).toMatchObject({ responses: [{ status: 201 }, { status: 201 }] });
    expect((await query('SELECT text FROM notes ORDER BY text')).rows).toEqual([
      { text: 'a' },
      { text: 'b' },
    ]);
    listening.closeAllConnections();
    listening.close();
    await made.pool.end();
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
