import { describe, expect, jest, test } from '@jest/globals';
import { batch, bulk, type KoaBatchOptions } from '@multistatus/koa';
import type Koa from 'koa';
import request from 'supertest';
import { koaVersions, toListener } from '../../support/koa-versions.js';
import { getInBatch, postBatch } from '../../support/post-batch.js';

function create(options: unknown): () => unknown {
  return () => batch(options as KoaBatchOptions);
}

describe('options of batch', () => {
  test.each<[label: string, create: () => unknown]>([
    ['()', () => batch()],
    ['{}', () => batch({})],
    [
      'undefined members',
      () => batch({ target: undefined, path: undefined, limits: { concurrency: undefined } }),
    ],
    ['a null-prototype object', create(Object.create(null))],
  ])('may be %s', (_label, make) => {
    expect(make()).toEqual(expect.any(Function));
  });

  test.each([null, [], 'path', 1])('may not be %j', (options) => {
    expect(create(options)).toThrow(TypeError);
  });

  test.each([
    ['paht', 'path'],
    ['targets', 'target'],
    ['maxOperation', 'limits.maxOperations'],
    ['concurency', 'limits.concurrency'],
  ])('%s is refused, and %s proposed', (name, meant) => {
    expect(create({ [name]: undefined })).toThrow(`batch.${name} is not an option; did you mean ${meant}?`);
  });

  test('a limit out of its range is refused when the batch is made', () => {
    expect(create({ limits: { concurrency: 0 } })).toThrow(RangeError);
  });

  test.each(['batch', '', 'http://h/batch', null, 1, Number.NaN, /batch/, ['/batch']])(
    'path may not be %j',
    (path) => {
      expect(create({ path })).toThrow(TypeError);
      expect(create({ path })).toThrow('batch.path must be a path that begins with /');
    },
  );

  test.each([null, 'user', true, {}, []])('prepare may not be %j', (prepare) => {
    expect(create({ prepare })).toThrow(TypeError);
    expect(create({ prepare })).toThrow('batch.prepare must be a function');
  });

  test.each([null, 'app', 1, {}, [], { callback: 'x' }])('target may not be %j', (target) => {
    expect(create({ target })).toThrow(TypeError);
    expect(create({ target })).toThrow('batch.target must be a Koa app or a (req, res) handler');
  });
});

describe.each(koaVersions)('%s: option target', (_version, KoaClass) => {
  test('may be another app', async () => {
    const api = new KoaClass({ proxy: true });
    api.use(async (ctx) => {
      ctx.body = [ctx.app === api, ctx.app.proxy, ctx.originalUrl];
    });
    const gateway = new KoaClass().use(batch({ path: '/v1/batch', target: api }));
    expect(await getInBatch(toListener(gateway), '/who', { path: '/v1/batch' })).toMatchObject({
      status: 200,
      body: [true, true, '/who'],
    });
  });

  test('may be an app that gets its middleware later', async () => {
    const api = new KoaClass();
    const gateway = new KoaClass().use(batch({ path: '/batch', target: api }));
    api.use(async (ctx) => {
      ctx.body = 'late';
    });
    expect(await getInBatch(toListener(gateway), '/')).toMatchObject({ status: 200, body: 'late' });
  });

  test('may be the callback of an app, or a plain handler', async () => {
    const api = new KoaClass().use(async (ctx) => {
      ctx.body = 'api';
    });
    const gateway = new KoaClass()
      .use(batch({ path: '/callback', target: api.callback() }))
      .use(batch({ path: '/plain', target: (req, res) => res.end(req.url) }));
    expect(await getInBatch(toListener(gateway), '/', { path: '/callback' })).toMatchObject({ body: 'api' });
    expect(await getInBatch(toListener(gateway), '/a', { path: '/plain' })).toMatchObject({ body: 'L2E=' });
  });

  test('is composed once, however many batches and operations there are', async () => {
    const app = new KoaClass().use(batch({ path: '/one' })).use(batch({ path: '/two' }));
    app.use(async (ctx) => {
      ctx.body = 'a';
    });
    const callback = jest.spyOn(app, 'callback');
    const handler = toListener(app);
    const requests = [...Array(3)].map(() => ({ method: 'GET', url: '/a' }));
    for (const path of ['/one', '/two', '/one']) await postBatch(handler, requests, { path });
    expect(callback).toHaveBeenCalledTimes(2); // the server's own, and that of all batches
  });
});

describe.each(koaVersions)('a call that was forgotten, in %s', (_name, KoaClass) => {
  test.each([
    ['batch', batch, "batch() needs to be called: app.use(batch({ path: '/batch' }))"],
    ['bulk', bulk, "bulk() needs to be called: router.patch('/photos', bulk({ item, handle }))"],
  ])('%s is an error that says so', async (_title, forgotten, message) => {
    const errors: unknown[] = [];
    const app = new KoaClass().use(forgotten as unknown as Koa.Middleware);
    app.on('error', (error) => errors.push(error));
    await request(toListener(app)).post('/batch').send({}).expect(500);
    expect(errors).toEqual([new TypeError(message)]);
  });
});
