import { afterEach, describe, expect, jest, test } from '@jest/globals';
import Router from '@koa/router';
import { respondAsync } from '@multistatus/async';
import { memoryQueue } from '@multistatus/async/memory';
import { endpointOf } from '@multistatus/core/adapter';
import { createJournal, type StoreJournal } from '@multistatus/journal';
import { memoryStore } from '@multistatus/journal/memory';
import { type BatchMiddleware, batch, type KoaBatchOptions } from '@multistatus/koa';
import type Koa from 'koa';
import type { Context } from 'koa';
import koaMount from 'koa-mount';
import request from 'supertest';
import { type KoaVersion, koaVersions, toListener } from '../../support/koa-versions.js';

const journals: StoreJournal<Context>[] = [];

afterEach(() => {
  for (const journal of journals.splice(0)) journal.close();
});

type Options = Pick<KoaBatchOptions<Context, unknown>, 'path' | 'basePath' | 'onError'>;

/** Creates a batch whose requests can be answered later. No worker runs them. */
function laterBatch(options: Options = {}, monitors?: string): BatchMiddleware {
  const journal = createJournal({ store: memoryStore(), identify: () => 'ana' });
  journals.push(journal);
  return batch<Context, unknown>({
    ...options,
    journal,
    async: respondAsync({ queue: memoryQueue(), name: 'batch', monitors }),
  });
}

function calling(endpoint: BatchMiddleware): Koa.Middleware {
  return (ctx, next) => endpoint(ctx, next);
}

const pass: Koa.Middleware = async (_ctx, next) => {
  await next();
};

interface Mount {
  readonly title: string;
  readonly path: string;
  readonly mount: (app: Koa, koa: KoaVersion, options?: Options) => void;
}

const MOUNTS: readonly Mount[] = [
  { title: 'option path', path: '/batch', mount: (app) => app.use(laterBatch({ path: '/batch' })) },
  { title: 'app.use', path: '', mount: (app) => app.use(laterBatch()) },
  { title: 'koa-mount', path: '/api/batch', mount: (app) => app.use(koaMount('/api/batch', laterBatch())) },
  {
    title: 'koa-mount and option path',
    path: '/api/some/batch',
    mount: (app) => app.use(koaMount('/api', laterBatch({ path: '/some/batch/' }))),
  },
  {
    title: 'a mounted sub-app, behind a route that passes on',
    path: '/a/batch',
    mount: (app, KoaClass) => {
      app.use(new Router().all(/.*/, pass).routes());
      app.use(koaMount('/a', new KoaClass().use(koaMount('/batch', laterBatch()))));
    },
  },
  {
    title: 'a function that calls it, with option path',
    path: '/batch',
    mount: (app) => app.use(calling(laterBatch({ path: '/batch' }))),
  },
];

const ROUTES: readonly Mount[] = [
  {
    title: 'a route',
    path: '/tenants/7/batch',
    mount: (app, _koa, options) =>
      app.use(new Router({ prefix: '/tenants' }).post('/:tenant/batch', pass, laterBatch(options)).routes()),
  },
  {
    title: 'a route / of a mounted Router',
    path: '/batch',
    mount: (app, _koa, options) =>
      app.use(koaMount('/batch', new Router().post('/', laterBatch(options)).routes())),
  },
  {
    title: 'a function that calls it, as the handler of a route',
    path: '/batch',
    mount: (app, _koa, options) =>
      app.use(new Router().post('/batch', calling(laterBatch(options))).routes()),
  },
];

const BODY = { requests: [{ method: 'GET', url: '/photos' }] };

const photos: Koa.Middleware = (ctx, next) => {
  if (ctx.path === '/photos') ctx.body = [];
  return next();
};

const others: Koa.Middleware = (ctx, next) => {
  if (ctx.path !== '/photos') ctx.body = 'for others';
  return next();
};

describe.each(koaVersions)('%s', (_name, KoaClass) => {
  test.each(MOUNTS)('batch() answers its monitors: $title', async ({ path, mount }) => {
    const app = new KoaClass();
    mount(app, KoaClass);
    app.use(photos).use(others);
    const server = toListener(app);
    const accepted = await request(server).post(path).set('Prefer', 'respond-async').send(BODY);
    expect(accepted.status).toBe(202);
    const location = String(accepted.get('Location'));
    expect(location.startsWith(`${path}/monitors/`)).toBe(true);
    const monitor = await request(server).get(location);
    expect(monitor.status).toBe(202);
    expect(monitor.body).toMatchObject({ monitor: location, progress: { total: 1, done: 0 } });
    const list = await request(server).get(`${path}/monitors?x=1`);
    expect(list.body).toMatchObject({ monitors: [{ monitor: location }] });
    expect((await request(server).put(location)).status).toBe(405);
    expect((await request(server).get(`${path}/monitors/unknown`)).body).toMatchObject({ status: 404 });
    for (const other of [`${path}/monitor`, `${path}/monitorsx`, `${path}/x/monitors`]) {
      expect((await request(server).get(other)).text).toBe('for others');
    }
    const { body } = await request(server).get(path === '' ? '/' : path);
    expect(body).toMatchObject({ async: { monitor: `${path}/monitors/{id}`, durable: false } });
  });

  test.each(ROUTES)('on a route, a batch is answered at once: $title', async ({ path, mount }) => {
    const app = new KoaClass();
    const onError = jest.fn();
    mount(app, KoaClass, { onError });
    app.use(photos);
    const server = toListener(app);
    for (let count = 0; count < 2; count += 1) {
      const response = await request(server).post(path).set('Prefer', 'respond-async').send(BODY);
      expect(response.status).toBe(207);
      expect(response.get('Preference-Applied')).toBeUndefined();
    }
    expect(onError).toHaveBeenCalledTimes(1);
    expect(String(onError.mock.calls[0]?.[0])).toContain('batch.async has no effect');
  });

  test('with the option monitors, the path is that, after basePath, and requests for others are passed on', async () => {
    const app = new KoaClass();
    app.use(new Router().post('/batch', laterBatch({ basePath: '/api' }, '/monitors')).routes());
    app.use(laterBatch({ path: '/other' }, '/monitors')).use(others);
    const server = toListener(app);
    const requests = [{ method: 'GET', url: '/api/photos' }];
    const accepted = await request(server).post('/batch').set('Prefer', 'respond-async').send({ requests });
    expect(accepted.get('Location')).toMatch(/^\/api\/monitors\/[\w-]{24}$/);
    expect((await request(server).get('/other/monitors')).text).toBe('for others');
  });

  test('drains, and has its endpoint', async () => {
    const endpoint = laterBatch();
    expect(endpointOf(endpoint)).toMatchObject({ kind: 'batch', basePath: '' });
    expect(endpointOf(batch())).toBeUndefined();
    const server = toListener(new KoaClass().use(koaMount('/batch', endpoint)));
    await endpoint.drain();
    const refused = await request(server).post('/batch').send(BODY);
    expect(refused.status).toBe(503);
    expect(refused.get('Retry-After')).toBe('1');
    expect((await request(server).get('/batch/monitors')).status).toBe(200);
  });
});
