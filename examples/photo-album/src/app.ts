import { batch, type ExpressBatchOptions } from '@multistatus/express';
import express, { type Express } from 'express';
import { albums } from './albums.js';
import type { Database } from './database.js';
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

  // Before the body parser: a batch reads its own body, and each of its operations passes through this app again.
  app.use('/batch', batch({ transaction, onError: (error) => console.error(error), ...options }));

  app.use(express.json());
  app.patch('/photos', photoChanges(database, options.journal));
  app.use(albums(database));
  app.use(photos(database));
  app.use(noSuchRoute);
  app.use(writeProblem);
  return app;
}
