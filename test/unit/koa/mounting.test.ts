import { get } from 'node:http';
import { describe, expect, test } from '@jest/globals';
import { bodyParser } from '@koa/bodyparser';
import Router from '@koa/router';
import { batch } from '@multistatus/koa';
import type Koa from 'koa';
import koaMount from 'koa-mount';
import request from 'supertest';
import { type KoaVersion, koaVersions, toListener } from '../../support/koa-versions.js';
import { getInBatch } from '../../support/post-batch.js';
import { serve } from '../../support/serve.js';
import { warningsOf } from '../../support/warnings-of.js';

interface Mount {
  readonly title: string;
  readonly path: string;
  readonly mount: (app: Koa, koa: KoaVersion) => void;
}

const pass: Koa.Middleware = async (_ctx, next) => {
  await next();
};

/** What code that calls an endpoint itself looks like, such as the result of koa-compose. */
function calling(endpoint: ReturnType<typeof batch>): Koa.Middleware {
  return (ctx, next) => endpoint(ctx, next);
}

const MOUNTS: readonly Mount[] = [
  { title: 'option path', path: '/batch', mount: (app) => app.use(batch({ path: '/batch' })) },
  {
    title: 'option path with a slash at its end',
    path: '/some/batch',
    mount: (app) => app.use(batch({ path: '/some/batch/' })),
  },
  { title: 'app.use(batch())', path: '', mount: (app) => app.use(batch()) },
  { title: 'koa-mount', path: '/api/batch', mount: (app) => app.use(koaMount('/api/batch', batch())) },
  {
    title: 'koa-mount and option path, relative to it',
    path: '/api/some/batch',
    mount: (app) => app.use(koaMount('/api', batch({ path: '/some/batch' }))),
  },
  {
    title: 'a mounted sub-app of a mounted sub-app',
    path: '/a/b/batch',
    mount: (app, KoaClass) => {
      const inner = new KoaClass().use(koaMount('/batch', batch()));
      app.use(koaMount('/a', new KoaClass().use(koaMount('/b', inner))));
    },
  },
  {
    title: 'a route',
    path: '/batch',
    mount: (app) => app.use(new Router().post('/batch', batch()).routes()),
  },
  {
    title: 'a route with a prefix and a parameter, behind another handler of it',
    path: '/tenants/7/batch',
    mount: (app) => app.use(new Router({ prefix: '/tenants' }).all('/:tenant/batch', pass, batch()).routes()),
  },
  {
    title: 'a route of a Router in a Router',
    path: '/api/batch',
    mount: (app) => {
      const inner = new Router().post('/batch', batch());
      app.use(new Router().use('/api', pass, inner.routes()).routes());
    },
  },
  {
    title: 'a function that calls it, as the handler of a route',
    path: '/batch',
    mount: (app) => app.use(new Router().post('/batch', calling(batch())).routes()),
  },
  {
    title: 'a function that calls it, in a route with a parameter of a mounted Router',
    path: '/api/7/batch',
    mount: (app) =>
      app.use(koaMount('/api', new Router().all('/:tenant/batch', pass, calling(batch())).routes())),
  },
  {
    title: 'a function that calls it, mounted by koa-mount',
    path: '/batch',
    mount: (app) => app.use(koaMount('/batch', calling(batch()))),
  },
  {
    title: 'a route in a mounted app',
    path: '/api/batch',
    mount: (app, KoaClass) =>
      app.use(koaMount('/api', new KoaClass().use(new Router().post('/batch', batch()).routes()))),
  },
];

describe.each(koaVersions)('%s', (_version, KoaClass) => {
  function createApp(mount: Mount['mount']): Koa {
    const app = new KoaClass();
    mount(app, KoaClass);
    app.use(async (ctx, next) => {
      if (ctx.path !== '/hello') return next();
      ctx.body = { url: ctx.url, originalUrl: ctx.originalUrl, path: ctx.path };
    });
    app.use(bodyParser({ enableTypes: ['text'], extendTypes: { text: ['image/png', 'text/plain'] } }));
    app.use(async (ctx) => {
      ctx.status = 299;
      ctx.body = { wentOn: ctx.originalUrl, path: ctx.path, body: ctx.request.body };
    });
    return app;
  }

  describe.each(MOUNTS)('$title', ({ path, mount }) => {
    test.each(['', '/', '?x=1', '/?x=/y'])('answers at the mount, followed by %j', async (rest) => {
      const response = await getInBatch(toListener(createApp(mount)), '/hello?a=b', {
        path: path + rest || '/',
      });
      expect(response).toMatchObject({
        href: '/hello?a=b',
        status: 200,
        body: { url: '/hello?a=b', originalUrl: '/hello?a=b', path: '/hello' },
      });
    });

    test('lets anything below pass before any check, its body unread', async () => {
      const response = await request(toListener(createApp(mount)))
        .put(`${path}/other?x=/`)
        .set('content-type', 'image/png')
        .set('accept', 'text/x')
        .send('body');
      expect([response.status, response.body]).toEqual([
        299,
        { wentOn: `${path}/other?x=/`, path: `${path}/other`, body: 'body' },
      ]);
    });

    test('lets what is beside it pass', async () => {
      const beside = `${path || '/'}x`;
      const response = await request(toListener(createApp(mount)))
        .post(beside)
        .type('text')
        .send('body');
      expect([response.status, response.body]).toEqual([299, { wentOn: beside, path: beside, body: 'body' }]);
    });
  });

  test.each<[string, Mount['mount']]>([
    ['option path', (app) => app.use(batch({ path: '/batch' }))],
    ['koa-mount', (app) => app.use(koaMount('/batch', batch()))],
    ['a route', (app) => app.use(new Router().get('/batch', batch()).routes())],
  ])('%s knows its path in absolute-form (RFC 9112 section 3.2.2) too', async (_title, mount) => {
    const { port, close } = await serve(toListener(createApp(mount)));
    try {
      const status = await new Promise((resolve, reject) => {
        get({ port, host: '127.0.0.1', path: 'http://photos.example/batch' }, (answer) => {
          answer.resume().on('end', () => resolve(answer.statusCode));
        }).on('error', reject);
      });
      expect(status).toBe(200);
    } finally {
      await close();
    }
  });

  test.each<[string, () => Router]>([
    ["router.use('/batch', batch())", () => new Router().use('/batch', batch())],
    ['router.use(batch())', () => new Router().use(batch())],
  ])('%s leaves the other routes of the router alone', async (_title, create) => {
    const router = create();
    router.all('/batch/other', (ctx) => {
      ctx.body = 'other';
    });
    const app = new KoaClass().use(router.routes());
    const response = await request(toListener(app)).get('/batch/other');
    expect([response.status, response.text]).toEqual([200, 'other']);
  });

  test('warns once if it is called by a condition, which does not show its path', async () => {
    const endpoint = batch();
    const app = new KoaClass().use((ctx, next) => (ctx.path === '/batch' ? endpoint(ctx, next) : next()));
    const warnings = await warningsOf(async () => {
      expect((await request(toListener(app)).post('/batch?x')).status).toBe(404);
      expect((await request(toListener(app)).post('/batch')).status).toBe(404);
    });
    expect(warnings).toEqual([expect.stringContaining('POST /batch?x has reached batch()')]);
  });

  test('does not warn of what is below or beside its mount', async () => {
    const app = new KoaClass().use(batch());
    app.use(koaMount('/x', batch()));
    app.use(koaMount('/z', calling(batch())));
    app.use(new Router().use(batch()).all('/r', pass).routes());
    const warnings = await warningsOf(async () => {
      for (const path of ['/x/y', '/z/y', '/r', '/other'])
        expect((await request(toListener(app)).post(path)).status).toBe(404);
    });
    expect(warnings).toEqual([]);
  });

  test('a repeated href stands under the whole path of the batch', async () => {
    const app = createApp((each) => each.use(koaMount('/api', koaMount('/batch', batch()))));
    const requests = [...Array(2)].map(() => ({ method: 'GET', url: '/hello' }));
    const post = request(toListener(app)).post('/api/batch/?x').set('accept', 'text/xml');
    expect((await post.send({ requests })).text).toContain('<D:href>/api/batch/operations/1</D:href>');
  });

  test('two batches of one app stand side by side', async () => {
    const app = createApp((each) => {
      each.use(batch({ path: '/small', limits: { maxOperations: 1 } }));
      each.use(batch({ path: '/large', limits: { maxOperations: 2 } }));
    });
    const requests = [...Array(2)].map(() => ({ method: 'GET', url: '/hello' }));
    expect((await request(toListener(app)).post('/small').send({ requests })).status).toBe(413);
    expect((await request(toListener(app)).post('/large').send({ requests })).status).toBe(207);
  });

  test('a middleware in front of the batch gets its answer to see and to add to', async () => {
    const app = new KoaClass();
    const seen: unknown[] = [];
    app.use(async (ctx, next) => {
      await next();
      if (ctx.path !== '/batch') return;
      seen.push(ctx.status, ctx.type, Buffer.isBuffer(ctx.body));
      ctx.set('x-added', '1');
    });
    app.use(batch({ path: '/batch' }));
    const response = await request(toListener(app))
      .post('/batch')
      .send({ requests: [{ method: 'GET', url: '/' }] });
    expect(seen).toEqual([207, 'application/json', true]);
    expect(response.headers).toMatchObject({
      'x-added': '1',
      'content-type': 'application/json; charset=utf-8',
      vary: 'Accept',
    });
  });
});
