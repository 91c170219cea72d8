import { batch } from '@multistatus/express';
import { trace } from '@opentelemetry/api';
import express, { type Express } from 'express';

export { startTracing } from './tracing.js';

/** Creates an app of photos. Its traces know nothing of batches: each handler creates the span that it needs. */
export function createApp(): Express {
  const photos = new Map([[7, 'Tram 28']]);
  const app = express();
  app.use('/batch', batch());
  app.get('/photos/:id', async (req, res) => {
    const title = await inSpan('SELECT photos', () => photos.get(Number(req.params.id)));
    if (title === undefined) res.status(404).json({ error: 'There is no such photo.' });
    else res.json({ title });
  });
  return app;
}

/** Stands in for an instrumented database driver. */
function inSpan<T>(name: string, run: () => T): Promise<T> {
  return trace.getTracer('database').startActiveSpan(name, async (span) => {
    await new Promise((resolve) => setImmediate(resolve));
    span.end();
    return run();
  });
}
