import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect } from '@jest/globals';
import { get } from '../middleware-case.js';
import { answerError, type ExpressCase } from './express-host.js';

const FILES = fileURLToPath(new URL('../files/', import.meta.url));
const PIXEL = readFileSync(`${FILES}pixel.png`);
const FUTURE = 'Fri, 01 Jan 2100 00:00:00 GMT';

export const contentCases: readonly ExpressCase[] = [
  {
    name: 'express.static',
    build({ app, express, placeBatch }) {
      app.use(
        '/files',
        express.static(FILES, { maxAge: '1h', setHeaders: (res) => res.set('x-from', 'disk') }),
      );
      placeBatch();
    },
    exchanges: [
      {
        steps: [
          { send: get('/files/digits.txt'), status: 200, headers: { 'x-from': 'disk' }, body: '0123456789' },
          {
            send: get('/files/pixel.png'),
            status: 200,
            headers: { 'content-type': 'image/png' },
            body: PIXEL,
          },
          { send: get('/files/'), status: 200, body: /Zürich|ZÃ¼rich/ },
          { send: get('/files'), status: 301, headers: { location: '/files/' } },
          { send: get('/files/missing.txt'), status: 404 },
          { send: { method: 'HEAD', path: '/files/digits.txt' }, status: 200, body: '' },
          { send: { method: 'OPTIONS', path: '/files/digits.txt' }, status: 404 },
          {
            send: get('/files/digits.txt', { range: 'bytes=2-4' }),
            status: 206,
            headers: { 'content-range': 'bytes 2-4/10' },
            body: '234',
          },
          {
            send: get('/files/pixel.png', { range: 'bytes=-4' }),
            status: 206,
            body: PIXEL.subarray(-4),
          },
          { send: get('/files/digits.txt', { 'if-none-match': '*' }), status: 304, body: '' },
        ],
      },
    ],
  },
  {
    name: 'sendFile and download',
    build({ app, placeBatch }) {
      placeBatch();
      app.get('/digits', (_req, res) => res.sendFile('digits.txt', { root: FILES, maxAge: 5_000 }));
      app.get('/download', (_req, res) => res.download(`${FILES}digits.txt`, 'Zürich 1.txt'));
      app.get('/lost', (_req, res, next) => res.sendFile('lost.txt', { root: FILES }, next));
      app.use(answerError);
    },
    exchanges: [
      {
        steps: [
          { send: get('/digits'), status: 200, headers: { 'accept-ranges': 'bytes' }, body: '0123456789' },
          { send: get('/digits', { range: 'bytes=0-0' }), status: 206, body: '0' },
          { send: get('/digits', { range: 'bytes=7-' }), status: 206, body: '789' },
          { send: get('/digits', { range: 'bytes=0-1,4-5' }), status: 200, body: '0123456789' },
          {
            send: get('/digits', { range: 'bytes=50-' }),
            status: 416,
            headers: { 'content-range': 'bytes */10' },
          },
          { send: get('/digits', { range: 'bytes=0-1', 'if-range': '"other"' }), status: 200 },
          { send: get('/digits', { range: 'bytes=0-1', 'if-range': FUTURE }), status: 206, body: '01' },
          { send: get('/digits', { 'if-modified-since': FUTURE }), status: 304, body: '' },
          { send: get('/digits', { 'if-match': '"other"' }), status: 412 },
          {
            send: { method: 'HEAD', path: '/digits', headers: { range: 'bytes=0-1' } },
            status: 206,
            body: '',
          },
          {
            send: get('/download'),
            status: 200,
            headers: {
              'content-disposition': expect.stringMatching(/^attachment; filename="Z[ü?]rich 1.txt"/),
            },
            body: '0123456789',
          },
          { send: get('/lost'), status: 404, body: /ENOENT/ },
        ],
      },
    ],
  },
  {
    name: 'conditional requests on generated answers',
    build({ app, placeBatch }) {
      placeBatch();
      app.get('/tagged', (_req, res) => void res.set('etag', '"v1"').json({ a: 1 }));
      app.get(
        '/dated',
        (_req, res) => void res.set('last-modified', 'Sat, 01 Jan 2000 00:00:00 GMT').send('d'),
      );
    },
    exchanges: [
      {
        steps: [
          { send: get('/tagged'), status: 200, headers: { etag: '"v1"' }, body: '{"a":1}' },
          { send: get('/tagged', { 'if-none-match': 'W/"v0", "v1"' }), status: 304, body: '' },
          { send: get('/tagged', { 'if-none-match': '"v1"', 'cache-control': 'no-cache' }), status: 200 },
          { send: get('/dated', { 'if-modified-since': FUTURE }), status: 304 },
        ],
      },
    ],
  },
];
