import { expect, test } from '@jest/globals';
import { drizzleTransaction } from '@multistatus/transactions/drizzle';
import { knexTransaction } from '@multistatus/transactions/knex';
import { kyselyTransaction } from '@multistatus/transactions/kysely';
import { pgTransaction } from '@multistatus/transactions/pg';
import { pgliteTransaction } from '@multistatus/transactions/pglite';
import { prismaTransaction } from '@multistatus/transactions/prisma';
import { sequelizeTransaction } from '@multistatus/transactions/sequelize';
import { sqliteTransaction } from '@multistatus/transactions/sqlite';
import { typeormTransaction } from '@multistatus/transactions/typeorm';
import pg from 'pg';

const pglite = { query: async () => ({ rows: [] }), transaction: async () => undefined };
const pool = { connect: async () => undefined, on: () => undefined, listeners: () => [] };

test.each([pglite, 'postgres://db', undefined])('pgTransaction refuses %p', (client) => {
  expect(() => pgTransaction(client as never)).toThrow(
    new TypeError('pgTransaction() needs a Pool of pg; for a PGlite there is pgliteTransaction()'),
  );
});

test.each<[call: (pool: never) => unknown, caller: string]>([
  [pgTransaction, 'pgTransaction()'],
  [(client) => kyselyTransaction(client, create), 'kyselyTransaction()'],
  [(client) => drizzleTransaction(client, create), 'drizzleTransaction()'],
])('a Client of pg is refused at once, a Pool is not: %p', (call, caller) => {
  expect(() => call(new pg.Client() as never)).toThrow(
    new TypeError(`${caller} needs a Pool of pg, not a Client: each group takes a connection of its own`),
  );
  expect(() => call(new pg.Pool() as never)).not.toThrow();
});

test.each([pool, 'postgres://db', undefined])('pgliteTransaction refuses %p', (client) => {
  expect(() => pgliteTransaction(client as never)).toThrow(
    new TypeError('pgliteTransaction() needs a PGlite; for a Pool of pg there is pgTransaction()'),
  );
});

test.each([
  pglite,
  'file:notes.db',
  undefined,
  // A connection of node:sqlite before Node 22.16: nothing says whether its transaction is still open.
  { exec: () => undefined, prepare: () => ({}) },
])('sqliteTransaction refuses %p', (connection) => {
  expect(() => sqliteTransaction(connection as never)).toThrow(
    new TypeError(
      'sqliteTransaction() needs a connection of node:sqlite, on Node 22.16 or later, or of better-sqlite3; ' +
        'for others see docs/recipes/sqlite.md',
    ),
  );
});

/** Clients for SQLite, as far as the functions look at them. */
const sqlite = { prepare: () => undefined, exec: () => undefined, transaction: () => undefined };
const PAGE = 'for SQLite and other databases see docs/recipes/sqlite.md';
const create = (): never => undefined as never;

test.each<[call: () => unknown, message: string]>([
  [
    () => knexTransaction({ client: { dialect: 'sqlite3' } } as never),
    'knexTransaction() needs PostgreSQL, not sqlite3',
  ],
  [
    () => typeormTransaction({ options: { type: 'better-sqlite3' } } as never),
    'typeormTransaction() needs PostgreSQL, not better-sqlite3',
  ],
  [
    () => sequelizeTransaction({ getDialect: () => 'mysql' } as never),
    'sequelizeTransaction() needs PostgreSQL, not mysql',
  ],
  [
    () => prismaTransaction({ _activeProvider: 'sqlite' } as never),
    'prismaTransaction() needs PostgreSQL, not sqlite',
  ],
  [() => kyselyTransaction(sqlite as never, create), 'kyselyTransaction() needs a Pool of pg'],
  [() => drizzleTransaction(sqlite as never, create), 'drizzleTransaction() needs a Pool of pg or a PGlite'],
])('a client of another database is refused at once: %p', (call, message) => {
  expect(call).toThrow(new TypeError(`${message}; ${PAGE}`));
});
