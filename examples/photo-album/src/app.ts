import { batchConsole } from '@multistatus/console/express';
import { batch, type ExpressBatchOptions } from '@multistatus/express';
import express, { type Express } from 'express';
import { albums } from './albums.js';
import { CONSOLE_BATCH } from './console-batch.js';
import type { Database } from './database.js';
import { openApi } from './openapi.js';
import { photoChanges } from './photo-changes.js';
import { photos } from './photos.js';
import { noSuchRoute, writeProblem } from './problem.js';

/**
 * Creates the API of albums and photos; all of its routes accept batches at `POST /batch`.
 *
 * `options` are options of `batch()`, in addition to those that the album sets. A list of changes is kept in the same journal.
 */
export function createApp(database: Database, options: ExpressBatchOptions = {}): Express {
  const app = express();
  const { transaction } = database;
  const batchOptions: ExpressBatchOptions = {
    transaction,
    timings: true, // for the timeline of the console
    onError: (error) => console.error(error),
    ...options,
  };

  // Before the body parser: a batch reads its own body, and each of its operations passes through this app again.
  app.use('/batch', batch(batchOptions));
  // The album has no users. An app that has some decides who may see the page: allow: (req) => req.user?.isAdmin === true
  app.use('/batch/console', batchConsole({ openapi: '/openapi.json', batch: CONSOLE_BATCH }));
  const description = openApi(batchOptions);
  app.get('/openapi.json', (_req, res) => {
    res.json(description);
  });

  app.use(express.json());
  app.patch('/photos', photoChanges(database, options.journal));
  app.use(albums(database));
  app.use(photos(database));
  app.use(noSuchRoute);
  app.use(writeProblem);
  return app;
}
