import { batch } from '@multistatus/express';
import express, { type Express } from 'express';
import { albums } from './albums.js';
import type { Database } from './database.js';
import { photos } from './photos.js';
import { noSuchRoute, writeProblem } from './problem.js';

/** Makes the API of albums and photos, with all of its routes open to batches at `POST /batch`. */
export function createApp(database: Database): Express {
  const app = express();

  // Before the body parser: a batch reads its own body, and each operation in it comes through here again.
  app.use('/batch', batch());

  app.use(express.json());
  app.use(albums(database));
  app.use(photos(database));
  app.use(noSuchRoute);
  app.use(writeProblem);
  return app;
}
