import type { RequestListener } from 'node:http';
import { type BatchOptions, type BulkOptions, created, type Journal } from '@multistatus/core';
import { batch as expressBatch, bulk as expressBulk } from '@multistatus/express';
import { batch as koaBatch, bulk as koaBulk } from '@multistatus/koa';
import { type ExpressVersion, expressVersions } from '../../../support/express-versions.js';
import { type KoaVersion, koaVersions, toListener } from '../../../support/koa-versions.js';
import { serve } from '../../../support/serve.js';
import type { WireAnswer } from './description.js';

/** What both adapters have of `bulk`. */
export type AnyBulkOptions = Omit<BulkOptions<Record<string, unknown>, object>, 'journal'> & {
  readonly journal?: Journal;
};

/** What a test app is made with. */
export interface HostOptions {
  readonly batch?: BatchOptions;
  readonly bulk?: AnyBulkOptions;
}

/** Every framework that is supported, for `describe.each`: each makes an app with `/batch` and `/photos`. */
export const hosts: readonly (readonly [name: string, toApp: (options: HostOptions) => RequestListener])[] = [
  ...expressVersions.map(([name, express]) => [name, expressApp(express)] as const),
  ...koaVersions.map(([name, koa]) => [name, koaApp(koa)] as const),
];

/** Handles items of {@link AnyBulkOptions}. */
export function handlePhoto(photo: Readonly<Record<string, unknown>>): unknown {
  if (photo['id'] === 9) throw Object.assign(new Error('held by Ana'), { status: 423, expose: true });
  return photo['id'] === 8 ? created('/photos/8', photo) : photo;
}

/** Sends one request to an app behind a real server. */
export async function exchange(
  app: RequestListener,
  path: string,
  init: RequestInit = {},
): Promise<WireAnswer> {
  const served = await serve(app);
  try {
    const response = await fetch(`http://127.0.0.1:${served.port}${path}`, init);
    return { status: response.status, headers: response.headers, text: await response.text() };
  } finally {
    await served.close();
  }
}

/** Sends a JSON value by POST. */
export function post(
  app: RequestListener,
  path: string,
  { value, headers = {} }: { readonly value: unknown; readonly headers?: Readonly<Record<string, string>> },
): Promise<WireAnswer> {
  return exchange(app, path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(value),
  });
}

interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

/** What the routes of the test apps answer, by method and path. */
const ROUTES: Readonly<Record<string, Answer>> = {
  'GET /json': { status: 200, headers: { 'content-type': 'application/json' }, body: '{"id":7}' },
  'GET /text': { status: 200, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: 'Tram 28' },
  'GET /bytes': { status: 200, headers: { 'content-type': 'image/png' }, body: Buffer.from([137, 80, 0]) },
  'GET /links': { status: 200, headers: { link: '</a>; rel=next' } },
  'GET /large': { status: 200, headers: { 'content-type': 'text/plain' }, body: 'x'.repeat(2_000) },
  'GET /moved': { status: 302, headers: { location: '/json' } },
  'POST /made': {
    status: 201,
    headers: { 'content-type': 'application/json', location: '/json' },
    body: '{"id":7}',
  },
  'DELETE /json': {
    status: 423,
    headers: { 'content-type': 'application/problem+json' },
    body: '{"title":"Locked","status":423}',
  },
  'GET /busy': { status: 503, headers: { 'retry-after': '7' } },
};

const NOT_FOUND: Answer = { status: 404 };

function expressApp(express: ExpressVersion): (options: HostOptions) => RequestListener {
  return ({ batch, bulk }) => {
    const app = express();
    app.use('/batch', expressBatch(batch));
    if (bulk !== undefined) app.post('/photos', expressBulk(bulk));
    app.use((req, res) => {
      const { status, headers = {}, body = '' } = ROUTES[`${req.method} ${req.path}`] ?? NOT_FOUND;
      res.writeHead(status, headers).end(body);
    });
    return app as RequestListener;
  };
}

function koaApp(Koa: KoaVersion): (options: HostOptions) => RequestListener {
  return ({ batch, bulk }) => {
    const app = new Koa();
    app.use(koaBatch({ ...batch, path: '/batch' }));
    app.use(async (ctx) => {
      if (bulk !== undefined && ctx.path === '/photos') return koaBulk(bulk)(ctx);
      const { status, headers = {}, body = '' } = ROUTES[`${ctx.method} ${ctx.path}`] ?? NOT_FOUND;
      ctx.status = status;
      ctx.set({ ...headers });
      ctx.body = body;
    });
    return toListener(app);
  };
}
