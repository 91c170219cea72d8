import 'reflect-metadata';
import { AsyncLocalStorage } from 'node:async_hooks';
import { EventEmitter, once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { batch, type Transaction } from '@multistatus/express';
import { sequelizeTransaction } from '@multistatus/transactions/sequelize';
import { typeormTransaction } from '@multistatus/transactions/typeorm';
import cls from 'cls-hooked';
import express, { type ErrorRequestHandler } from 'express';
import { Client } from 'pg';
import { DataTypes, Sequelize } from 'sequelize';
import { DataSource, EntitySchema } from 'typeorm';
import {
  addTransactionalDataSource,
  initializeTransactionalContext,
  runInTransaction,
  runOnTransactionCommit,
  runOnTransactionRollback,
} from 'typeorm-transactional';
import { describeWithPostgres } from '../postgres/describe-with-postgres.js';
import { transactionOf } from './page-of-transactions.js';

/** Inserts a row without naming a transaction: it is in the async store. */
type Insert = (text: string) => Promise<unknown>;

const namespace = cls.createNamespace('transactions');
// Before there is an instance of either.
Sequelize.useCLS(namespace);
initializeTransactionalContext();

describeWithPostgres('A transaction that travels in an async store', (server) => {
  let outside: Client;
  let close: () => Promise<unknown>;
  let listening: Server;
  const events = new EventEmitter();
  beforeEach(async () => {
    outside = new Client(server().connection);
    await outside.connect();
    await outside.query('DROP TABLE IF EXISTS notes; CREATE TABLE notes (text text PRIMARY KEY)');
  });
  afterEach(async () => {
    listening.close();
    await once(listening, 'close');
    await close();
    await outside.end();
  });

  async function expectAtomicGroups(transaction: Transaction, insert: Insert): Promise<void> {
    const app = express();
    app.use('/batch', batch({ transaction }));
    app.post('/notes/:text', async (req, res) => {
      await insert(req.params.text);
      res.sendStatus(201);
    });
    app.post('/refuse', (_req, res) => void res.sendStatus(409));
    app.post('/late', async (_req, res) => {
      res.sendStatus(201);
      await once(events, 'go');
      events.emit('tried', (await Promise.allSettled([insert('late')]))[0]);
    });
    // oxlint-disable-next-line max-params -- Express knows an error handler by its four parameters
    app.use(((_error, _req, res, _next) => void res.sendStatus(500)) satisfies ErrorRequestHandler);
    listening = app.listen(0, '127.0.0.1');
    await once(listening, 'listening');

    expect(await send('/notes/a', '/notes/b')).toEqual([201, 201]);
    expect(await send('/notes/c', '/refuse')).toEqual([424, 409]);
    expect(await send('/notes/d', '/notes/a')).toEqual([424, 500]);
    expect(await texts()).toEqual(['a', 'b']);
  }

  async function expectLateRefused(): Promise<void> {
    for (const end of ['/notes/e', '/refuse']) {
      await send('/late', end);
      const tried = once(events, 'tried');
      events.emit('go');
      expect(await tried).toMatchObject([{ status: 'rejected' }]);
    }
    expect(await texts()).toEqual(['a', 'b', 'e']);
  }

  async function texts(): Promise<string[]> {
    const { rows } = await outside.query<{ text: string }>('SELECT text FROM notes ORDER BY text');
    return rows.map(({ text }) => text);
  }

  async function send(...urls: string[]): Promise<number[]> {
    const { port } = listening.address() as AddressInfo;
    const requests = urls.map((url) => ({ method: 'POST', url, atomicityGroup: 'group' }));
    const response = await fetch(`http://127.0.0.1:${port}/batch`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ requests }),
    });
    const { responses } = (await response.json()) as { responses: { status: number }[] };
    return responses.map(({ status }) => status);
  }

  test('reaches the handlers by the CLS of Sequelize', async () => {
    const { host, user, database } = server().connection;
    const sequelize = new Sequelize(database, user, '', { host, dialect: 'postgres', logging: false });
    close = () => sequelize.close();
    const columns = { text: { type: DataTypes.TEXT, primaryKey: true } };
    const Note = sequelize.define('Note', columns, { tableName: 'notes', timestamps: false });
    await expectAtomicGroups(sequelizeTransaction(sequelize), (text) => Note.create({ text }));
    await expectLateRefused();
  });

  test('reaches the handlers by the store of typeorm-transactional', async () => {
    const { host, user, database } = server().connection;
    const NOTE = new EntitySchema<{ text: string }>({
      name: 'notes',
      columns: { text: { type: 'text', primary: true } },
    });
    const dataSource = new DataSource({
      ...{ type: 'postgres', host, username: user, database },
      entities: [NOTE],
    });
    addTransactionalDataSource(dataSource);
    await dataSource.initialize();
    close = () => dataSource.destroy();
    const hooks: string[] = [];

    const transaction = transactionOf('typeorm-transactional', {
      ...{ AsyncLocalStorage, dataSource, runInTransaction, typeormTransaction },
    }) as Transaction;

    const notes = dataSource.getRepository(NOTE);
    await expectAtomicGroups(transaction, async (text) => {
      runOnTransactionCommit(() => hooks.push(`${text} committed`));
      runOnTransactionRollback(() => hooks.push(`${text} rolled back`));
      await runInTransaction(() => notes.insert({ text }));
    });
    expect(hooks).toEqual(['a committed', 'b committed', 'c rolled back', 'd rolled back', 'a rolled back']);
  });
});
