import { createReadStream, readFileSync } from 'node:fs';
import { PassThrough } from 'node:stream';
import { fileURLToPath } from 'node:url';
import etag from '@koa/etag';
import createError from 'http-errors';
import Koa from 'koa';
import conditional from 'koa-conditional-get';
import mount from 'koa-mount';
import range from 'koa-range';
import serve from 'koa-static';
import { get } from '../middleware-case.js';
import type { KoaCase } from './koa-host.js';

const FILES = fileURLToPath(new URL('../files/', import.meta.url));
const PIXEL = readFileSync(`${FILES}pixel.png`);

export const contentCases: readonly KoaCase[] = [
  {
    name: 'koa-static, with koa-conditional-get, @koa/etag and koa-range',
    build({ app, placeBatch }) {
      app.silent = true; // a client that has read all of a range is gone before koa-range is done
      app.use(conditional()).use(etag()).use(range);
      app.use(serve(FILES, { maxage: 5_000 }));
      placeBatch();
    },
    exchanges: [
      {
        steps: [
          {
            send: get('/digits.txt'),
            status: 200,
            headers: { 'cache-control': 'max-age=5' },
            body: '0123456789',
          },
          { send: get('/pixel.png'), status: 200, headers: { 'content-type': 'image/png' }, body: PIXEL },
          { send: get('/'), status: 200, headers: { 'content-type': 'text/html; charset=utf-8' } },
          { send: get('/missing.txt'), status: 404 },
          { send: { method: 'HEAD', path: '/digits.txt' }, status: 200, body: '' },
          {
            send: get('/digits.txt', { range: 'bytes=2-4' }),
            status: 206,
            headers: { 'content-range': 'bytes 2-4/10' },
            body: '234',
          },
          { send: get('/digits.txt', { range: 'bytes=7-' }), status: 206, body: '789' },
          { send: get('/digits.txt', { range: 'lines=1-2' }), status: 416 },
          { send: get('/digits.txt', { 'if-none-match': '*' }), status: 304, body: '' },
          {
            send: get('/digits.txt', { 'if-modified-since': 'Fri, 01 Jan 2100 00:00:00 GMT' }),
            status: 304,
            headers: { 'content-type': undefined },
          },
        ],
      },
    ],
  },
  {
    name: 'koa-mount',
    build({ app, placeBatch }) {
      const admin = new Koa();
      admin.use((ctx) => {
        ctx.set('x-mounted-at', String(ctx['mountPath']));
        ctx.body = [ctx.path, ctx.url, ctx.originalUrl];
      });
      app.use(mount('/admin', admin));
      placeBatch();
      app.use(mount('/files', serve(FILES)));
    },
    exchanges: [
      {
        steps: [
          {
            send: get('/admin/settings?a'),
            status: 200,
            headers: { 'x-mounted-at': '/admin' },
            body: '["/settings","/settings?a","/admin/settings?a"]',
          },
          { send: get('/files/digits.txt'), status: 200, body: '0123456789' },
          { send: get('/administrator'), status: 404 },
        ],
      },
    ],
  },
  {
    name: 'bodies of every kind',
    build({ app, placeBatch }) {
      placeBatch();
      app.use((ctx) => {
        const bodies: Record<string, () => unknown> = {
          '/text': () => 'Zürich',
          '/html': () => '<p>',
          '/file': () => createReadStream(`${FILES}digits.txt`),
          '/pipe': () => new PassThrough().end('piped'),
          '/null': () => null,
        };
        ctx.body = bodies[ctx.path]?.();
      });
    },
    exchanges: [
      {
        steps: [
          { send: get('/text'), status: 200, body: 'Zürich' },
          { send: get('/html'), status: 200, headers: { 'content-type': 'text/html; charset=utf-8' } },
          { send: get('/file'), status: 200, body: '0123456789' },
          {
            send: get('/pipe'),
            status: 200,
            headers: { 'content-type': 'application/octet-stream' },
            body: 'piped',
          },
          { send: get('/null'), status: 204, body: '' },
          { send: { method: 'HEAD', path: '/file' }, status: 200, body: '' },
        ],
      },
    ],
  },
  {
    name: 'ctx.throw and http-errors',
    build({ app, note, placeBatch }) {
      app.on('error', (error: Error, ctx: { url: string }) => note(`${ctx.url} ${error.message}`));
      placeBatch();
      app.use((ctx) => {
        if (ctx.path === '/locked') throw createError(423, 'held by Ana', { headers: { 'x-by': 'Ana' } });
        ctx.throw(503, 'no disk');
      });
    },
    exchanges: [
      { steps: [{ send: get('/locked'), status: 423, headers: { 'x-by': 'Ana' }, body: 'held by Ana' }] },
      { steps: [{ send: get('/broken'), status: 503, body: 'Service Unavailable' }] },
    ],
    notes: ['/locked held by Ana', '/broken no disk'],
  },
];
