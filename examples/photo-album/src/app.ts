import { batch, type ExpressBatchOptions } from '@multistatus/express';
import express, { type Express } from 'express';
import { albums } from './albums.js';
import type { Database } from './database.js';
import { photoChanges } from './photo-changes.js';
import { photos } from './photos.js';
import { noSuchRoute, writeProblem } from './problem.js';

/**
 * Makes the API of albums and photos, with all of its routes open to batches at `POST /batch`.
 *
 * `options` are those of `batch()`, beside the ones that the album has.
 */
export function createApp(database: Database, options: ExpressBatchOptions = {}): Express {
  const app = express();
  const { transaction } = database;

  // Before the body parser: a batch reads its own body, and each operation in it comes through here again.
  app.use('/batch', batch({ transaction, onError: (error) => console.error(error), ...options }));

  app.use(express.json());
  app.patch('/photos', photoChanges(database));
  app.use(albums(database));
  app.use(photos(database));
  app.use(noSuchRoute);
  app.use(writeProblem);
  return app;
}
