import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { batch, getOperation } from '@multistatus/express';
import {
  type SqliteDatabaseTransaction,
  type SqliteTransaction,
  sqliteTransaction,
} from '@multistatus/transactions/sqlite';
import express, { type ErrorRequestHandler, type Request } from 'express';
import { type Served, serve } from '../../support/serve.js';
import { CONNECTIONS, INSERT, notesOf, type TestConnection } from './sqlite-connections.js';

/** Messages of what handlers threw. */
let thrown: string[] = [];

const answerError: ErrorRequestHandler = (error: Error, _req, res, _next) => {
  thrown.push(error.message);
  res.status(500).end();
};

function appOf(transaction: SqliteDatabaseTransaction<TestConnection>): express.Express {
  const app = express();
  const insert = ({ params }: Request, tx?: SqliteTransaction<TestConnection>): Promise<unknown> =>
    transaction.inTurn((db) => db.prepare(INSERT).run(params['text']), tx);
  app.use('/batch', batch({ transaction }));
  app.post('/notes/:text', express.json(), async (req, res) => {
    await insert(req, getOperation<SqliteTransaction<TestConnection>>(req)?.transaction);
    res.sendStatus(201);
  });
  app.post('/forgetful/:text', express.json(), async (req, res) => {
    await insert(req);
    res.sendStatus(201);
  });
  app.use(answerError);
  return app;
}

describe.each(CONNECTIONS)('a connection %s, behind Express', (_name, open) => {
  let connection: TestConnection;
  let server: Served;
  beforeEach(async () => {
    thrown = [];
    connection = open();
    server = await serve(appOf(sqliteTransaction(connection)));
  });
  afterEach(() => server.close());

  async function send(...requests: readonly { url: string; atomicityGroup?: string }[]): Promise<number[]> {
    const response = await fetch(`http://127.0.0.1:${server.port}/batch`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ requests: requests.map((each) => ({ method: 'POST', body: {}, ...each })) }),
    });
    const { responses } = (await response.json()) as { responses: { status: number }[] };
    return responses.map(({ status }) => status);
  }

  test('groups and operations beside them', async () => {
    const statuses = await send(
      { url: '/notes/a', atomicityGroup: 'one' },
      { url: '/notes/beside' },
      { url: '/notes/b', atomicityGroup: 'one' },
      { url: '/notes/c', atomicityGroup: 'two' },
      { url: '/notes/c', atomicityGroup: 'two' },
    );
    expect(statuses).toEqual([201, 201, 201, 424, 500]);
    expect(notesOf(connection)).toEqual(['a', 'b', 'beside']);
  });

  test('a handler that forgets the transaction of its group fails at once, and is told why', async () => {
    const statuses = await send(
      { url: '/notes/a', atomicityGroup: 'one' },
      { url: '/forgetful/b', atomicityGroup: 'one' },
      { url: '/forgetful/beside' },
    );
    expect(statuses).toEqual([424, 500, 201]);
    expect(thrown).toEqual([expect.stringContaining('pass the transaction of the group')]);
    expect(notesOf(connection)).toEqual(['beside']);
  });
});
