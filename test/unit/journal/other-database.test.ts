// A journal in PostgreSQL, and groups in SQLite: the journal keeps outcomes, though not in the transaction of the group.
import { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { batch, getOperation } from '@multistatus/express';
import { createJournal } from '@multistatus/journal';
import { createTables, postgresStore } from '@multistatus/journal/postgres';
import { type SqliteTransaction, sqliteTransaction } from '@multistatus/transactions/sqlite';
import express from 'express';
import { isSqliteError } from '#journal/postgres/is-sqlite-error.js';
import { serve } from '../../support/serve.js';
import { CONNECTIONS, INSERT, notesOf, type TestConnection } from '../transactions/sqlite-connections.js';

let database: PGlite;
beforeAll(async () => {
  database = await PGlite.create();
  await createTables(database);
});
afterAll(() => database.close());

test.each(CONNECTIONS)('a group on a connection %s is replayed', async (name, open) => {
  const connection = open();
  const transaction = sqliteTransaction(connection);
  const app = express();
  const journal = createJournal({ store: postgresStore(database), identify: 'anyone-with-the-url' });
  // It would fail at the syntax of PostgreSQL.
  const onError = (error: unknown): void => {
    throw error;
  };
  app.use('/batch', batch({ journal, transaction, onError }));
  app.post('/notes/:text', async (req, res) => {
    const tx = getOperation<SqliteTransaction<TestConnection>>(req)?.transaction;
    await transaction.inTurn((db) => db.prepare(INSERT).run(req.params.text), tx);
    res.sendStatus(201);
  });
  const { port, close } = await serve(app);
  const requests = ['a', 'b'].map((text) => ({ method: 'POST', url: `/notes/${text}`, atomicityGroup: 'g' }));
  for (let time = 0; time < 2; time += 1) {
    const response = await fetch(`http://127.0.0.1:${port}/batch`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': `"${name}"` },
      body: JSON.stringify({ requests }),
    });
    const { responses } = (await response.json()) as { responses: { status: number }[] };
    expect(responses.map(({ status }) => status)).toEqual([201, 201]);
  }
  await close();
  expect(notesOf(connection)).toEqual(['a', 'b']);
});

test.each<[error: unknown, expected: boolean]>([
  [{ code: 'SQLITE_ERROR' }, true],
  [{ code: 'ERR_SQLITE_ERROR', errcode: 1 }, true],
  [{ code: 'ERR_SQLITE_ERROR', errcode: 5 }, false],
  [{ code: 'SQLITE_BUSY' }, false],
  [{ code: '42601' }, false],
  [undefined, false],
])('whether %p is the answer of SQLite to a statement of PostgreSQL: %p', (error, expected) => {
  expect(isSqliteError(error)).toBe(expected);
});
