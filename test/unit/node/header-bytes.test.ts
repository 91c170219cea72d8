import type { RequestListener } from 'node:http';
import { afterEach, expect, test } from '@jest/globals';
import { createMultistatus } from '@multistatus/document';
import * as onExpress from '@multistatus/express';
import * as onKoa from '@multistatus/koa';
import express from 'express';
import Koa from 'koa';
import { toListener } from '../../support/koa-versions.js';
import { RawRequest } from '../../support/raw-request.js';
import { serve } from '../../support/serve.js';

/** On the wire each character is one byte, as Node sends and reads header values (RFC 9110 section 5.5). */
const NAME = 'café';

function expressApp(): RequestListener {
  const app = express();
  app.use((_req, res, next) => {
    res.setHeader('x-name', NAME);
    next();
  });
  app.use('/batch', onExpress.batch());
  app.post('/bulk', onExpress.bulk({ item: {}, handle: () => undefined }));
  app.post('/report', async (req, res) => {
    await onExpress.sendMultistatus(req, res, createMultistatus());
  });
  return app;
}

function koaListener(): RequestListener {
  const app = new Koa();
  const bulk = onKoa.bulk({ item: {}, handle: () => undefined });
  app.use(async (ctx, next) => {
    ctx.set('x-name', NAME);
    await next();
  });
  app.use(onKoa.batch({ path: '/batch' }));
  app.use((ctx) => (ctx.path === '/bulk' ? bulk(ctx) : onKoa.sendMultistatus(ctx, createMultistatus())));
  return toListener(app);
}

let close: (() => Promise<void>) | undefined;
afterEach(async () => close?.());

test.each([
  ['Express', expressApp],
  ['Koa', koaListener],
])(
  '%s: a header of the app is the same bytes with a batch, a bulk and a report',
  async (_name, createApp) => {
    const served = await serve(createApp());
    close = served.close;
    for (const [path, body] of [
      ['/batch', '{"requests":[{"method":"GET","url":"/none"}]}'],
      ['/bulk', '[1]'],
      ['/report', '{}'],
    ] as const) {
      const headers = { 'content-type': 'application/json', 'content-length': String(body.length) };
      const request = await RawRequest.open(served.port, path, headers);
      request.send(body);
      expect(await request.until('"responses"')).toMatch(/\r\nx-name: caf\xe9\r\n/i);
      request.leave();
    }
  },
);
