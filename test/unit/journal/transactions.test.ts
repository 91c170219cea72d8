import { setImmediate as turn } from 'node:timers/promises';
import { PGlite } from '@electric-sql/pglite';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { batch, getOperation, type Transaction } from '@multistatus/express';
import { type BatchStore, createJournal } from '@multistatus/journal';
import { createTables, postgresStore } from '@multistatus/journal/postgres';
import { type PgliteTransaction, pgliteTransaction } from '@multistatus/transactions/pglite';
import express from 'express';
import { type Served, serve } from '../../support/serve.js';
import { processOf } from './process-of.js';

interface Response {
  readonly status: number;
  readonly body?: unknown;
}

let database: PGlite;
/** The Idempotency-Key of the test. */
let key = '';
const servers: Served[] = [];

beforeAll(async () => {
  database = await PGlite.create();
  await createTables(database);
  await database.query('CREATE TABLE notes (text text)');
});
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
  await database.query('DELETE FROM notes');
});
afterAll(() => database.close());

/** Starts one of several processes on the database; `transaction` is called with the store that it uses. */
async function start(
  store: BatchStore,
  {
    transaction,
    everyOperation = false,
  }: { readonly transaction: Transaction; readonly everyOperation?: boolean },
): Promise<Served> {
  const app = express();
  const journal = createJournal({ store, identify: 'anyone-with-the-url', leaseMs: 100 });
  app.use(
    '/batch',
    batch({ journal, transaction, idempotency: { everyOperation }, onError: () => undefined }),
  );
  app.post('/notes', express.json(), async (req, res) => {
    const tx = getOperation<PgliteTransaction>(req)?.transaction ?? database;
    await tx.query('INSERT INTO notes VALUES ($1)', [(req.body as { text: string }).text]);
    res.status(201).json(req.body);
  });
  const server = await serve(app);
  servers.push(server);
  return server;
}

async function send(
  { port }: Served,
  atomicityGroup?: string,
): Promise<{ status: number; responses: Response[] }> {
  const requests = ['a', 'b', 'c'].map((text) => ({
    method: 'POST',
    url: '/notes',
    body: { text },
    atomicityGroup,
  }));
  const answer = await fetch(`http://127.0.0.1:${port}/batch`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json', 'idempotency-key': key },
    body: JSON.stringify({ requests }),
  });
  const document = (await answer.json()) as { responses: Response[] };
  return { status: answer.status, ...document };
}

async function sendUntilAnswered(server: Served, atomicityGroup?: string): Promise<Response[]> {
  for (;;) {
    const { status, responses } = await send(server, atomicityGroup);
    if (status === 207) return responses;
    await turn();
  }
}

async function notes(): Promise<unknown[]> {
  const { rows } = await database.query<{ text: string }>('SELECT text FROM notes ORDER BY text');
  return rows.map(({ text }) => text);
}

test.each<[when: string, kills: 'before' | 'after', atomicityGroup: string | undefined]>([
  ['a group takes effect once if the process dies right after COMMIT', 'after', 'g'],
  ['a group takes effect once if the process dies right before COMMIT', 'before', 'g'],
  ['each operation takes effect once if the process dies right after a COMMIT', 'after', undefined],
  ['each operation takes effect once if the process dies right before a COMMIT', 'before', undefined],
])('%s', async (_when, kills, atomicityGroup) => {
  key = `"${kills} ${String(atomicityGroup)}"`;
  const store = postgresStore(database);
  const mortal = processOf(store);
  const own = pgliteTransaction(database);
  let committed = 0;
  const dying: Transaction = Object.assign(
    async (...[group, run]: Parameters<Transaction>) => {
      const isLast = group.operations.length > 0 && committed === (atomicityGroup === undefined ? 1 : 0);
      await own(group as never, async (tx) => {
        await run(tx);
        if (!isLast || kills !== 'before') return;
        mortal.kill();
        throw new Error('The process is dead: nothing is committed');
      });
      if (group.operations.length > 0) committed += 1;
      if (!isLast || kills !== 'after') return;
      mortal.kill();
      throw new Error('The process is dead: nobody learns that it is committed');
    },
    {
      query: (tx: unknown, text: string, values?: readonly unknown[]) =>
        own.query(tx as PgliteTransaction, text, values),
    },
  );
  const everyOperation = atomicityGroup === undefined;
  const first = await start(mortal.store, { transaction: dying, everyOperation });
  const second = await start(store, { transaction: own as Transaction, everyOperation });
  await send(first, atomicityGroup);
  const responses = await sendUntilAnswered(second, atomicityGroup);
  expect(responses.map(({ status }) => status)).toEqual([201, 201, 201]);
  expect(await notes()).toEqual(['a', 'b', 'c']);
});
