import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type BatchOptions, batch as expressBatch } from '@multistatus/express';
import { batch as koaBatch } from '@multistatus/koa';
import express from 'express';
import { googleBatch } from 'formats/google-batch';
import Koa from 'koa';

/** A server with an API of animals, and batches of Google at `/batch`. */
export interface Park {
  readonly origin: string;
  /** `<method> <path>` of each request that a socket brought, so not of those in a batch. */
  readonly received: readonly string[];
  readonly close: () => Promise<void>;
}

/** An API that answers a POST with its body, and knows all animals but one. `/secret` needs the token `new`. */
async function answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(chunk as Buffer);
  const { method = '', url = '', headers } = req;
  res.setHeader('Content-Type', 'application/json');
  if (method === 'DELETE') res.writeHead(204).end();
  else if (method === 'POST') res.writeHead(201).end(Buffer.concat(chunks));
  else if (url.includes('/secret') && headers.authorization !== 'Bearer new')
    res.writeHead(401).end('{"error":{"message":"expired"}}');
  else if (url.includes('/none')) res.writeHead(404).end('{"error":{"message":"no such animal"}}');
  else res.writeHead(200).end(JSON.stringify({ url, name: 'poney écossais' }, null, 2));
}

async function open(handle: RequestListener): Promise<Park> {
  const received: string[] = [];
  const server = createServer((req, res) => {
    received.push(`${req.method} ${req.url}`);
    handle(req, res);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

/** Starts the server on each framework. */
export const parks: readonly (readonly [name: string, (options?: BatchOptions) => Promise<Park>])[] = [
  [
    'Express 5',
    (options = {}) => {
      const app = express();
      app.use('/batch', expressBatch({ formats: [googleBatch()], ...options }));
      app.use((req, res) => answer(req, res));
      return open(app);
    },
  ],
  [
    'Koa 3',
    (options = {}) => {
      const app = new Koa();
      app.use(koaBatch({ ...(options as object), formats: [googleBatch()], path: '/batch' }));
      app.use(async (ctx) => {
        ctx.respond = false;
        await answer(ctx.req, ctx.res);
      });
      return open(app.callback() as RequestListener);
    },
  ],
];
