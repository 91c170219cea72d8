// A custom server: Express answers batches, and hands everything else to Next.js.
import { batch } from '@multistatus/express';
import express from 'express';
import next from 'next';

/** Starts the server, and returns it with a function that closes it. */
export async function start(port) {
  const site = next({ dev: false, dir: import.meta.dirname });
  await site.prepare();
  const handle = site.getRequestHandler();
  const app = express();
  app.use('/batch', batch());
  app.use((req, res) => handle(req, res));
  const server = app.listen(port, '127.0.0.1');
  return { server, close: () => site.close() };
}
