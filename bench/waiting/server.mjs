// An Express server with one batch endpoint for each setting of `limits.concurrency`, in front of the same routes.
import { batch } from '@multistatus/express';
import express from 'express';
import { Pool } from 'pg';
import { listen } from '../contenders/listen.mjs';
import { answerParent } from '../measure/child.mjs';
import { addRoutes } from './handlers.mjs';

const PHOTOS = 1_000;

answerParent(async ({ postgres, poolSize, upstreamPort, settings }) => {
  const pool = postgres && (await openPool(postgres, poolSize));
  const app = express();
  for (const [name, limits] of Object.entries(settings)) {
    app.use(`/${name}/batch`, batch({ limits: { maxOperations: 10_000, maxBodyBytes: 2 ** 24, ...limits } }));
  }
  addRoutes(app, { pool, upstreamPort });
  return listen(app);
});

async function openPool(host, max) {
  const pool = new Pool({ host, user: 'postgres', database: 'postgres', max });
  await pool.query(
    'CREATE TABLE IF NOT EXISTS photos (id int PRIMARY KEY, title text, width int, height int)',
  );
  await pool.query(
    `INSERT INTO photos SELECT i, 'Photo ' || i, 1600, 900 FROM generate_series(0, ${PHOTOS - 1}) i ON CONFLICT DO NOTHING`,
  );
  return pool;
}
