import { fileURLToPath } from 'node:url';
import type { PGlite } from '@electric-sql/pglite';
import { batchConsole } from '@multistatus/console/express';
import { batch } from '@multistatus/express';
import { odata } from '@multistatus/odata';
import { pgliteTransaction } from '@multistatus/transactions/pglite';
import express, { type Express } from 'express';
import { CONSOLE_BATCH } from './console-batch.js';
import { service } from './service.js';
import { ui5Resources } from './ui5-resources.js';

/** Creates the app: the OData service with its batches, the console, and the page. */
export function createApp(database: PGlite): Express {
  const app = express();
  // An ETag here is the version of a row. Express would add one to every other answer.
  app.disable('etag');
  const transaction = pgliteTransaction(database);
  const onError = (error: unknown): void => console.error(error);

  // Before the body parser: a batch reads its own body, and each of its requests passes through this app again.
  app.use('/odata/$batch', batch({ formats: [odata()], transaction, onError }));
  app.use('/odata', service(database));

  // The console sends batches of multistatus' own JSON, which the endpoint above does not take.
  app.use('/batch', batch({ transaction, onError, timings: true }));
  app.use('/batch/console', batchConsole({ batch: CONSOLE_BATCH }));

  app.use('/resources', ui5Resources());
  app.use(express.static(fileURLToPath(new URL('../public', import.meta.url))));
  return app;
}
