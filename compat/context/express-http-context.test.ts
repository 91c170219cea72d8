import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@jest/globals';
import { batch } from '@multistatus/express';
import express from 'express';
import httpContext from 'express-http-context';

test('operations at the same time each have a store of their own, behind a store of the batch request', async () => {
  const app = express();
  app.use(httpContext.middleware);
  app.use((req, _res, next) => {
    const tenant = req.get('x-tenant');
    if (tenant !== undefined) httpContext.set('tenant', tenant);
    next();
  });
  app.use('/batch', batch());
  app.get('/tenant', async (_req, res) => {
    await new Promise((resolve) => setImmediate(resolve));
    res.json(httpContext.get('tenant') ?? 'none');
  });
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    const requests = ['a', 'b', 'c', 'd', undefined].map((tenant) => ({
      method: 'GET',
      url: '/tenant',
      headers: tenant === undefined ? {} : { 'x-tenant': tenant },
    }));
    const response = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/batch`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-tenant': 'of the batch', connection: 'close' },
      body: JSON.stringify({ requests }),
    });
    const { responses } = (await response.json()) as { responses: { body: string }[] };
    expect(responses.map(({ body }) => body)).toEqual(['a', 'b', 'c', 'd', 'none']);
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
});
