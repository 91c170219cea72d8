import { fileURLToPath } from 'node:url';
import { respondAsync } from '@multistatus/async';
import { batchMonitors } from '@multistatus/async/express';
import { batchConsole } from '@multistatus/console/express';
import { type BatchMiddleware, type BulkHandler, batch } from '@multistatus/express';
import express, { type Express, type Request } from 'express';
import type { Backend } from './backend.js';
import { clientOf, setClientCookie } from './client-cookie.js';
import { CONSOLE_BATCH } from './console-batch.js';
import { photoImports } from './photo-imports.js';

/** The app, and the endpoints whose jobs workers run. */
export interface ImportApp {
  readonly app: Express;
  readonly endpoints: readonly [BulkHandler, BatchMiddleware];
}

/** Creates the app: the page, the route that takes photos, batches with their console, and the monitors. Web process and workers create the same one. */
export function createApp(backend: Backend): ImportApp {
  const app = express();
  const photos = photoImports(backend);
  const { journal, queue } = backend;
  const batches = batch({
    journal,
    // An operation that a worker runs has no cookie: it has what `capture` returned.
    async: respondAsync({ queue, name: 'batch', capture: (req: Request) => clientOf(req) }),
    onError: (error) => console.error(error),
  });
  app.use(setClientCookie);
  app.use('/batch', batches);
  app.use('/batch/console', batchConsole({ batch: CONSOLE_BATCH }));
  app.post('/photos', photos);
  app.get('/photos/count', async (_req, res) => {
    res.json(await backend.photos.count());
  });
  app.use('/monitors', batchMonitors({ journal }));
  app.use(express.static(fileURLToPath(new URL('../public', import.meta.url))));
  return { app, endpoints: [photos, batches] };
}
