import { fileURLToPath } from 'node:url';
import { batchMonitors } from '@multistatus/async/express';
import type { BulkHandler } from '@multistatus/express';
import express, { type Express } from 'express';
import type { Backend } from './backend.js';
import { setClientCookie } from './client-cookie.js';
import { photoImports } from './photo-imports.js';

/** The app, and the endpoints whose jobs workers run. */
export interface ImportApp {
  readonly app: Express;
  readonly endpoints: readonly [BulkHandler];
}

/** Creates the app: the page, the route that takes photos, and the monitors. Web process and workers create the same one. */
export function createApp(backend: Backend): ImportApp {
  const app = express();
  const photos = photoImports(backend);
  app.use(setClientCookie);
  app.post('/photos', photos);
  app.get('/photos/count', async (_req, res) => {
    res.json(await backend.photos.count());
  });
  app.use('/monitors', batchMonitors({ journal: backend.journal }));
  app.use(express.static(fileURLToPath(new URL('../public', import.meta.url))));
  return { app, endpoints: [photos] };
}
