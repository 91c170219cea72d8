// Compiled, never run: batch() fits under @types/express 4 and 5 wherever a middleware does.
import { type BatchMiddleware, batch, type ExpressBatchOptions } from '@multistatus/express';
import express from 'express';
import express4 from 'express4';

/** Mounts a batch in every way that @types/express 5 knows. */
export function mountInExpress5(guard: express.RequestHandler): express.Express {
  const app = express();
  app.use(batch());
  app.use(batch({ path: '/batch' }));
  app.use('/batch', batch({ maxOperations: 50, concurrency: undefined }));
  app.use(['/a', /b/], guard, batch());
  app.use([guard, batch()]);
  app.post('/batch', batch());
  app.post('/:tenant/batch', guard, batch());
  app.all('/batch', [guard, batch()]);
  app.route('/batch').post(guard, batch());
  app.use('/api', express.Router().use('/batch', batch()).post('/batch', guard, batch()));
  app.use('/batch', batch({ target: express() }));
  app.use('/batch', batch({ target: (req, res) => res.end(req.url) }));
  const asHandler: express.RequestHandler = batch();
  return app.use(asHandler);
}

/** Mounts a batch in every way that @types/express 4 knows. */
export function mountInExpress4(guard: express4.RequestHandler): express4.Express {
  const app = express4();
  app.use(batch());
  app.use(batch({ path: '/batch' }));
  app.use('/batch', batch({ maxOperations: 50, concurrency: undefined }));
  app.use(['/a', /b/], guard, batch());
  app.use([guard, batch()]);
  app.post('/batch', batch());
  app.post('/:tenant/batch', guard, batch());
  app.all('/batch', [guard, batch()]);
  app.route('/batch').post(guard, batch());
  app.use('/api', express4.Router().use('/batch', batch()).post('/batch', guard, batch()));
  app.use('/batch', batch({ target: express4() }));
  const asHandler: express4.RequestHandler = batch();
  return app.use(asHandler);
}

/** What the types refuse, and what they let through. */
export function makeBatches(): BatchMiddleware[] {
  const options: ExpressBatchOptions = { onError: (error: unknown) => void error, defaultFormat: 'xml' };
  return [
    batch(options),
    batch({ onError: () => undefined, target: undefined, path: undefined }),
    // @ts-expect-error: no such option
    batch({ maxOperation: 1 }),
    // @ts-expect-error: a number is wanted
    batch({ maxOperations: '1' }),
    // @ts-expect-error: no such format
    batch({ defaultFormat: 'yaml' }),
    // @ts-expect-error: no handler
    batch({ target: {} }),
    // @ts-expect-error: a Router needs a third argument, which a batch has not
    batch({ target: express.Router() }),
  ];
}
