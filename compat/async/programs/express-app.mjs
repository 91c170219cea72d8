import { setTimeout } from 'node:timers/promises';
import { batch, getOperation } from '@multistatus/express';
import express from 'express';

/** An app whose POSTs take `workMs` milliseconds, with their effect in the middle. */
export function toExpressApp({ effect, workMs, options }) {
  const app = express();
  const endpoint = batch(options);
  app.use((req, _res, next) => {
    req.user = req.get('authorization') === undefined ? getOperation(req)?.principal?.user : 'alice';
    next();
  });
  app.use('/batch', endpoint);
  app.post('/effects/*operation', async (req, res) => {
    if (req.user === undefined) {
      res.status(401).end();
      return;
    }
    const operation = req.params.operation.join('/');
    if (workMs > 0) await setTimeout(workMs / 2);
    await effect(operation, getOperation(req)?.transaction);
    if (workMs > 0) await setTimeout(workMs / 2);
    res.status(201).json({ operation });
  });
  return { target: app, endpoint };
}
