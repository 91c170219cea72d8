import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { batch as expressBatch } from '@multistatus/express';
import { batch as koaBatch } from '@multistatus/koa';
import express from 'express';
import Koa from 'koa';

const closers: (() => unknown)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

const HOSTS = {
  'Express 5': () => {
    const app = express();
    app.use((_req, res, next) => {
      res.setHeader('x-front', 'caf\u00e9');
      next();
    });
    app.use('/batch', expressBatch());
    return app;
  },
  'Koa 3': () =>
    new Koa()
      .use((ctx, next) => {
        ctx.set('x-front', 'caf\u00e9');
        return next();
      })
      .use(koaBatch({ path: '/batch' })),
};

describe.each(Object.entries(HOSTS))('%s', (_name, toApp) => {
  test('a header that the app has set goes out in Latin-1 beside the answer to a batch', async () => {
    const server = toApp().listen(0, '127.0.0.1');
    closers.push(() => server.close());
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    const body = '{"requests":[{"method":"GET","url":"/a"}]}';
    const socket = connect(port, '127.0.0.1');
    socket.end(
      'POST /batch HTTP/1.1\r\nhost: h\r\nconnection: close\r\ncontent-type: application/json\r\n' +
        `content-length: ${body.length}\r\n\r\n${body}`,
    );
    const chunks: Buffer[] = [];
    for await (const chunk of socket) chunks.push(chunk as Buffer);
    const head = Buffer.concat(chunks).toString('latin1');
    expect(head).toMatch(/^HTTP\/1\.1 207 /);
    expect(head).toMatch(/x-front: caf\u00e9\r\n/i);
  });
});
