import { batch } from '@multistatus/express';
import express, { type Express } from 'express';
import { farm } from './google/farm.js';
import { googleBatch } from './google/google-batch.js';
import { directory } from './scim/directory.js';
import { scimBulk } from './scim/scim-bulk.js';

/** Creates the app: an API as Google's with its batches, and a SCIM API with bulk requests. */
export function createApp(): Express {
  const app = express();
  app.disable('etag');
  app.use('/batch', batch({ formats: [googleBatch()], headers: { case: 'canonical' } }));
  app.use('/farm/v1', farm());
  app.use('/scim/Bulk', batch({ formats: [scimBulk()] }));
  app.use('/scim', directory());
  return app;
}
