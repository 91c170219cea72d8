import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Client, type Context, type GraphError, type Middleware } from '@microsoft/microsoft-graph-client';
import { batchFetch } from '@multistatus/client';
import { batch } from '@multistatus/express';
import express from 'express';
import { serveTraffic, type Traffic } from '../../unit/client/serve-traffic.js';

let traffic: Traffic;
beforeAll(async () => {
  const app = express();
  app.use('/batch', batch());
  app.use(express.json());
  app.use((req, res, next) => {
    if (req.headers.authorization === 'Bearer secret') next();
    else res.status(401).json({ error: { code: 'unauthenticated', message: 'who are you' } });
  });
  app.get('/v1.0/me', (_req, res) => void res.json({ displayName: 'Ana' }));
  app.get('/v1.0/me/messages', (req, res) => void res.json({ value: [{ top: req.query['$top'] }] }));
  app.post('/v1.0/me/messages', (req, res) => void res.status(201).json({ id: 'm1', ...req.body }));
  app.get(
    '/v1.0/me/photo/$value',
    (_req, res) => void res.type('image/jpeg').send(Buffer.from([255, 216, 0])),
  );
  app.use(
    (_req, res) => void res.status(404).json({ error: { code: 'itemNotFound', message: 'no such item' } }),
  );
  traffic = await serveTraffic(app);
});
afterAll(() => traffic.close());

/** The last link of the chain of the client, in place of one that calls the global `fetch`. */
function createSender(api: typeof fetch): Middleware {
  return {
    execute: async (context: Context) => {
      context.response = await api(context.request, {
        ...(context.options as RequestInit),
        headers: { ...(context.options?.headers as Record<string, string>), authorization: 'Bearer secret' },
      });
    },
  };
}

test("Microsoft Graph's JavaScript client batches by itself, and reads each answer as ever", async () => {
  const middleware = createSender(batchFetch({ url: traffic.url }));
  const client = Client.initWithMiddleware({ middleware, baseUrl: traffic.origin });
  const missing = client.api('/me/events/9').get();
  const [me, messages, made, photo, error] = await Promise.all([
    client.api('/me').get(),
    client.api('/me/messages').top(3).get(),
    client.api('/me/messages').post({ subject: 'Tejo & sky' }),
    client.api('/me/photo/$value').getStream(),
    missing.catch((reason: unknown) => reason as GraphError),
  ]);
  expect(me).toEqual({ displayName: 'Ana' });
  expect(messages).toEqual({ value: [{ top: '3' }] });
  expect(made).toEqual({ id: 'm1', subject: 'Tejo & sky' });
  const bytes = await new Response(photo as ReadableStream).arrayBuffer();
  expect([...new Uint8Array(bytes)]).toEqual([255, 216, 0]);
  expect([(error as GraphError).statusCode, (error as GraphError).code]).toEqual([404, 'itemNotFound']);
  expect(traffic.seen).toEqual(['GET /batch', 'POST /batch']);
});
