import { expect, test } from '@jest/globals';
import { pgTransaction } from '@multistatus/transactions/pg';
import { pgliteTransaction } from '@multistatus/transactions/pglite';

const pglite = { query: async () => ({ rows: [] }), transaction: async () => undefined };
const pool = { connect: async () => undefined, on: () => undefined, listeners: () => [] };

test.each([pglite, 'postgres://db', undefined])('pgTransaction refuses %p', (client) => {
  expect(() => pgTransaction(client as never)).toThrow(
    new TypeError('pgTransaction() needs a Pool of pg; for a PGlite there is pgliteTransaction()'),
  );
});

test.each([pool, 'postgres://db', undefined])('pgliteTransaction refuses %p', (client) => {
  expect(() => pgliteTransaction(client as never)).toThrow(
    new TypeError('pgliteTransaction() needs a PGlite; for a Pool of pg there is pgTransaction()'),
  );
});
