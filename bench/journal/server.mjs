// One Express server with four endpoints: without a journal, with one in Redis and in PostgreSQL, and with one in PostgreSQL that is
// written in a transaction with each operation.
import { once } from 'node:events';
import { batch, getOperation } from '@multistatus/express';
import { createJournal } from '@multistatus/journal';
import { createTables, postgresStore } from '@multistatus/journal/postgres';
import { redisStore } from '@multistatus/journal/redis';
import { pgTransaction } from '@multistatus/transactions/pg';
import express from 'express';
import { Redis } from 'ioredis';
import { Pool } from 'pg';
import { listen } from '../contenders/listen.mjs';
import { answerParent } from '../measure/child.mjs';

const writes = { redis: 0, postgres: 0, exact: 0 };

answerParent(async ({ postgres, redis }) => {
  if (postgres !== undefined) return serve(postgres, redis);
  const { user, system } = process.cpuUsage();
  return { microseconds: user + system, writes };
});

async function serve(postgres, redisPath) {
  const pool = new Pool({ host: postgres, user: 'postgres', database: 'postgres', max: 10 });
  await pool.query('CREATE TABLE photos (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, title text)');
  // A pool of its own, so that the pool of the handlers has 10 connections for them in every comparison.
  const journalPool = new Pool({ host: postgres, user: 'postgres', database: 'postgres', max: 10 });
  await createTables(journalPool);
  const redis = new Redis({ path: redisPath, enableOfflineQueue: false });
  await once(redis, 'ready');

  const limits = { maxOperations: 1_000 };
  const app = express();
  app.use('/none/batch', batch({ limits }));
  const mount = async (name, store, options) => {
    const journal = createJournal({ store: counted(store, name), identify: () => 'alice' });
    await journal.ready();
    app.use(`/${name}/batch`, batch({ limits, journal, ...options }));
  };
  await mount('redis', redisStore(redis));
  await mount('postgres', postgresStore(journalPool));
  await mount('exact', postgresStore(journalPool), {
    transaction: pgTransaction(pool),
    idempotency: { everyOperation: true },
  });
  app.post('/photos/:title', async (req, res) => {
    const database = getOperation(req)?.transaction ?? pool;
    const { rows } = await database.query('INSERT INTO photos (title) VALUES ($1) RETURNING id', [
      req.params.title,
    ]);
    res.status(201).json({ id: rows[0].id, title: req.params.title });
  });
  app.post('/nothing/:title', (req, res) => {
    res.status(201).json({ id: 1, title: req.params.title });
  });
  return listen(app);
}

function counted(store, name) {
  return {
    check: () => store.check(),
    begin: (request) => store.begin(request),
    read: (ref, from, to) => store.read(ref, from, to),
    sweep: () => store.sweep(),
    transactions: store.transactions,
    write: (ref, write) => {
      writes[name] += 1;
      return store.write(ref, write);
    },
  };
}
