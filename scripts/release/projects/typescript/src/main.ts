import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { batchFetch, createBatch, isBatchError, send } from '@multistatus/client';
import { createExpressApp } from './express-app.js';
import { holds, type IsExactly } from './facts.js';
import { createKoaApp } from './koa-app.js';

interface Photo {
  readonly id: number;
  readonly operation?: string;
}

async function checkPhoto(listener: RequestListener): Promise<void> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    await sendBatch(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    await close(server);
  }
}

async function sendBatch(origin: string): Promise<void> {
  const batch = createBatch();
  const photo = batch.request('tram').get<Photo>('/photos/7');
  const result = await send(batch, { url: `${origin}/batch` });
  const outcome = result.of(photo);
  if (!outcome.ok) throw new Error(`the photo was answered with ${outcome.status}`);
  holds<IsExactly<typeof outcome.body, Photo>>();
  if (outcome.body.id !== 7 || outcome.body.operation !== 'tram')
    throw new Error('not the photo that was sent');

  const api = batchFetch({ url: `${origin}/batch` });
  holds<IsExactly<typeof api, typeof fetch>>();
  const answers = await Promise.all([api('/photos/1'), api('/photos/2')]);
  if (answers.some(({ status }) => status !== 200)) throw new Error('batchFetch has failed');
}

async function close(server: Server): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeAllConnections();
  await closed;
}

async function main(): Promise<void> {
  const koa = createKoaApp().callback();
  await checkPhoto(createExpressApp());
  await checkPhoto((req, res) => void koa(req, res));
}

main().catch((error: unknown) => {
  console.error(isBatchError(error) ? error.problem : error);
  process.exitCode = 1;
});
