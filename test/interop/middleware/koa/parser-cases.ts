import { bodyParser } from '@koa/bodyparser';
import multer from '@koa/multer';
import Router from '@koa/router';
import { get, post, postJson } from '../middleware-case.js';
import type { KoaCase } from './koa-host.js';

const FORM = 'application/x-www-form-urlencoded';
const MULTIPART = Buffer.concat([
  Buffer.from('--pieces\r\nContent-Disposition: form-data; name="title"\r\n\r\nZürich\r\n'),
  Buffer.from('--pieces\r\nContent-Disposition: form-data; name="photo"; filename="a.png"\r\n'),
  Buffer.from('Content-Type: image/png\r\n\r\n'),
  Uint8Array.of(0x89, 0x50, 0, 0xff),
  Buffer.from('\r\n--pieces--\r\n'),
]);

export const parserCases: readonly KoaCase[] = [
  {
    name: '@koa/bodyparser',
    build({ app, note, placeBatch }) {
      app.on('error', (error: Error, ctx: { url: string }) => note(`${ctx.url} ${error.message}`));
      app.use(bodyParser({ enableTypes: ['json', 'form', 'text'], formLimit: 100 }));
      placeBatch();
      app.use((ctx) => {
        ctx.body = { body: ctx.request.body, raw: ctx.request.rawBody };
      });
    },
    exchanges: [
      {
        steps: [
          {
            send: postJson('/echo', { a: 'é' }),
            status: 200,
            body: '{"body":{"a":"é"},"raw":"{\\"a\\":\\"é\\"}"}',
          },
          {
            send: post('/echo', FORM, 'a[b]=1'),
            status: 200,
            body: '{"body":{"a":{"b":"1"}},"raw":"a[b]=1"}',
          },
          { send: post('/echo', 'text/plain', 'text'), status: 200, body: '{"body":"text","raw":"text"}' },
          { send: post('/echo', 'application/json', '{"a":'), status: 400 },
          { send: get('/echo'), status: 200 },
        ],
      },
      { steps: [{ send: post('/echo', FORM, `a=${'x'.repeat(100)}`), status: 413 }] },
    ],
    notes: ['/echo Unexpected end of JSON input', '/echo request entity too large'],
  },
  {
    name: '@koa/multer',
    build({ app, placeBatch }) {
      placeBatch();
      app.use(multer().single('photo'));
      app.use((ctx) => {
        const { originalname, size, buffer } = ctx.file;
        ctx.status = 201;
        ctx.body = { body: ctx.request.body, originalname, size, bytes: buffer.toString('hex') };
      });
    },
    exchanges: [
      {
        steps: [
          {
            send: post('/photos', 'multipart/form-data; boundary=pieces', MULTIPART),
            status: 201,
            body: '{"body":{"title":"Zürich"},"originalname":"a.png","size":4,"bytes":"895000ff"}',
          },
        ],
      },
    ],
  },
  {
    name: '@koa/router',
    build({ app, placeBatch }) {
      const photos = new Router({ prefix: '/photos' });
      photos.param('photo', (id, ctx, next) => {
        ctx.set('x-param', id);
        return next();
      });
      photos.get('/:photo', (ctx) => {
        ctx.body = [ctx.params, ctx.url, ctx.originalUrl, ctx.query];
      });
      photos.post('/', (ctx) => ctx.redirect('/photos/1'));
      const albums = new Router();
      albums.use('/albums/:album', photos.routes());
      app.use(photos.routes()).use(photos.allowedMethods());
      placeBatch();
      app.use(albums.routes());
    },
    exchanges: [
      {
        steps: [
          {
            send: get('/photos/7?size=s'),
            status: 200,
            headers: { 'x-param': '7' },
            body: '[{"photo":"7"},"/photos/7?size=s","/photos/7?size=s",{"size":"s"}]',
          },
          { send: get('/albums/4/photos/7'), status: 200, body: /^\[{"album":"4","photo":"7"}/ },
          { send: { method: 'HEAD', path: '/photos/7' }, status: 200, body: '' },
          { send: postJson('/photos', {}), status: 302, headers: { location: '/photos/1' } },
          { send: { method: 'OPTIONS', path: '/photos/7' }, status: 200, headers: { allow: 'HEAD, GET' } },
          { send: { method: 'DELETE', path: '/photos/7' }, status: 405, body: 'Method Not Allowed' },
          { send: get('/missing'), status: 404, body: 'Not Found' },
        ],
      },
    ],
  },
];
