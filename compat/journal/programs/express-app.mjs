import { batch, bulk, getOperation } from '@multistatus/express';
import express from 'express';

/** @param {import('./server.mjs').Parts} parts */
export function toExpressApp({ effect, options, bulkOptions, identify }) {
  const app = express();
  app.use((req, _res, next) => {
    req.user = identify(req.get('authorization'));
    next();
  });
  app.use('/batch', batch(options));
  app.post('/effects/*operation', async (req, res) => {
    const operation = req.params.operation.join('/');
    await effect(operation, getOperation(req)?.transaction);
    // As an app that renews sessions and tokens does.
    if (req.get('cookie')) res.set('set-cookie', req.get('cookie'));
    if (req.get('x-auth-token')) res.set('x-auth-token', req.get('x-auth-token'));
    res.status(201).json({ operation });
  });
  app.post('/items', bulk({ ...bulkOptions, handle: ({ name }) => effect(name) }));
  return app;
}
