import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { bodyParser } from '@koa/bodyparser';
import type { NodeHandler } from '@multistatus/inject';
import { batch } from '@multistatus/koa';
import fc from 'fast-check';
import Koa, { type Context } from 'koa';

const THIS_FILE = fileURLToPath(import.meta.url);
const PROPERTIES = { headers: { 'x-why': 'tea' }, expose: true };

/** Each answers the request to the path of its name. */
const ROUTES: Readonly<Record<string, (ctx: Context) => unknown>> = {
  text: (ctx) => (ctx.body = 'caf\u00e9'),
  html: (ctx) => (ctx.body = ' <p>x</p>'),
  empty: (ctx) => (ctx.body = ''),
  buffer: (ctx) => (ctx.body = Buffer.from([0, 255, 13, 10])),
  json: (ctx) => (ctx.body = { a: [1, null, '\u20ac'] }),
  null: (ctx) => (ctx.body = null),
  number: (ctx) => (ctx.body = 7),
  nothing: () => undefined,
  'status-only': (ctx) => (ctx.status = 202),
  'no-content': (ctx) => Object.assign(ctx, { body: 'dropped', status: 204 }),
  'reset-content': (ctx) => Object.assign(ctx, { body: 'dropped', status: 205 }),
  message: (ctx) => Object.assign(ctx, { status: 201, message: 'Made' }),
  file: (ctx) => Object.assign(ctx, { body: createReadStream(THIS_FILE), type: 'js' }),
  large: (ctx) => (ctx.body = Readable.from(Array.from({ length: 9 }, (_, at) => Buffer.alloc(30_000, at)))),
  twice: (ctx) => {
    ctx.body = createReadStream(THIS_FILE);
    ctx.body = 'instead';
  },
  'broken-stream': (ctx) => {
    const source = new Readable({ read: () => source.destroy(new Error('source broke')) });
    ctx.body = source;
  },
  'broken-later': (ctx) => (ctx.body = Readable.from(breaking())),
  'web-stream': (ctx) => (ctx.body = new Blob(['blob']).stream()),
  blob: (ctx) => (ctx.body = new Blob(['blob'], { type: 'text/x-blob' })),
  response: (ctx) => (ctx.body = new Response('whole', { status: 203, headers: { 'x-a': '1' } })),
  throw: (ctx) => ctx.throw(418, 'short', PROPERTIES),
  'throw-500': (ctx) => ctx.throw(500, 'secret'),
  'throw-error': () => Promise.reject(new Error('secret')),
  'throw-string': () => Promise.reject('text'),
  enoent: () => Promise.reject(Object.assign(new Error('gone'), { code: 'ENOENT' })),
  assert: (ctx) => ctx.assert(ctx.query['a'] === '1', 401, 'a is not 1'),
  redirect: (ctx) => ctx.redirect('/caf\u00e9 au lait'),
  attachment: (ctx) => ctx.attachment('caf\u00e9 \u20ac.txt'),
  fresh: (ctx) => {
    Object.assign(ctx, { status: 200, etag: 'tag', lastModified: new Date(0) });
    if (ctx.fresh) ctx.status = 304;
    else ctx.body = 'stale';
  },
  cookies: (ctx) => {
    ctx.cookies.set('a', '1', { httpOnly: false });
    ctx.cookies.set('a', '2', { path: '/p', overwrite: true });
    ctx.cookies.set('b', 'signed', { signed: true });
    ctx.body = ctx.cookies.get('b', { signed: true }) ?? 'none';
  },
  headers: (ctx) => {
    ctx.set('x-a', ['1', '2']);
    ctx.append('x-b', '1');
    ctx.append('x-b', '2');
    ctx.remove('x-a');
    ctx.vary('x-a');
    ctx.flushHeaders();
    ctx.body = 'after the head';
  },
  raw: (ctx) => {
    ctx.respond = false;
    ctx.res.writeHead(203, ['X-A', '1', 'X-A', '2']);
    ctx.res.end('raw');
  },
  echo: (ctx) => (ctx.body = echoOf(ctx)),
};

/** URLs of a {@link createNastyKoa}, among them some that it has no route for. */
export const koaUrls: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...Object.keys(ROUTES)).map((name) => `/${name}`),
  fc.constantFrom('/echo?a=1&a=2', '/assert?a=1', '/nowhere', '/%FF', '/echo/?'),
  fc.webQueryParameters().map((query) => `/echo?${query.replace(/[^\w=&%.+-]/g, '')}`),
);

/** Creates an app that does all that apps may do to a response, with a batch at `/batch`. */
export function createNastyKoa(): NodeHandler {
  const app = new Koa({ keys: ['key'] });
  app.silent = true;
  app.use(batch({ path: '/batch' }));
  app.use(bodyParser({ enableTypes: ['json', 'form', 'text'] }));
  app.use((ctx) => ROUTES[ctx.path.split('/')[1] ?? '']?.(ctx) as Promise<void> | undefined);
  return app.callback() as NodeHandler;
}

function echoOf(ctx: Context): object {
  const { connection: _, ...headers } = ctx.headers;
  const { method, url, originalUrl, path, query, querystring, host, hostname, protocol, ip, ips } = ctx;
  return {
    ...{ method, url, originalUrl, path, query, querystring, headers, host, hostname, protocol, ip, ips },
    body: ctx.request.body,
    ...{ fresh: ctx.fresh, secure: ctx.secure, subdomains: ctx.subdomains, length: ctx.request.length },
    ...{ type: ctx.request.type, charset: ctx.request.charset, isIdempotent: ctx.idempotent },
    accepts: [ctx.accepts('json', 'html'), ctx.acceptsLanguages('pt', 'en'), ctx.is('json')],
    ...{ href: ctx.href, origin: ctx.origin, isWritable: ctx.writable, isSent: ctx.headerSent },
  };
}

async function* breaking(): AsyncGenerator<string> {
  yield 'begun';
  throw new Error('source broke');
}
