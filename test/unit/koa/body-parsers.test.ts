import type { RequestListener } from 'node:http';
import { describe, expect, test } from '@jest/globals';
import { bodyParser } from '@koa/bodyparser';
import { batch, type KoaBatchOptions } from '@multistatus/koa';
import type Koa from 'koa';
import request from 'supertest';
import { koaVersions, toListener } from '../../support/koa-versions.js';
import { postBatch } from '../../support/post-batch.js';

const BATCH = { requests: [{ method: 'POST', url: '/echo', body: { a: 'é' } }] };

describe.each(koaVersions)('%s', (_version, KoaClass) => {
  function createApp(
    { before = [], after = [] }: { before?: Koa.Middleware[]; after?: Koa.Middleware[] },
    options: KoaBatchOptions = {},
  ): RequestListener {
    const app = new KoaClass();
    app.silent = true;
    for (const middleware of before) app.use(middleware);
    app.use(batch({ path: '/batch', ...options }));
    for (const middleware of after) app.use(middleware);
    app.use(async (ctx) => {
      ctx.body = { body: ctx.request.body };
    });
    return toListener(app);
  }

  const places: [string, Parameters<typeof createApp>[0]][] = [
    ['in front of @koa/bodyparser', { after: [bodyParser()] }],
    ['behind @koa/bodyparser', { before: [bodyParser()] }],
    ['behind @koa/bodyparser of forms only', { before: [bodyParser({ enableTypes: ['form'] })] }],
    [
      'behind @koa/bodyparser as text',
      { before: [bodyParser({ enableTypes: ['text'], extendTypes: { text: ['application/json'] } })] },
    ],
  ];

  describe.each(places)('%s', (place, middleware) => {
    test('answers, and operations have the body that is theirs', async () => {
      const [response] = await postBatch(createApp(middleware), BATCH.requests);
      expect(response?.status).toBe(200);
      if (!/only|text/.test(place)) expect(response?.body).toEqual({ body: { a: 'é' } });
    });

    test('holds the body to its own limit, announced or not', async () => {
      const app = createApp(middleware, { limits: { maxBodyBytes: 20 } });
      const announced = await request(app).post('/batch').send(BATCH);
      expect([announced.status, announced.body]).toMatchObject([413, { limit: 'maxBodyBytes', max: 20 }]);
      const chunked = request(app).post('/batch').type('json').set('transfer-encoding', 'chunked');
      chunked.write(JSON.stringify(BATCH));
      const response = await chunked;
      expect([response.status, response.body]).toMatchObject([413, { limit: 'maxBodyBytes', max: 20 }]);
    });
  });

  test.each<[string, Koa.Middleware, string, number]>([
    ['no JSON', bodyParser(), '{"requests":', 400],
    ['over its limit', bodyParser({ jsonLimit: 20 }), JSON.stringify(BATCH), 413],
  ])('what a parser refuses is its own affair: %s', async (...[, parser, body, status]) => {
    const response = await request(createApp({ before: [parser] }))
      .post('/batch')
      .type('json')
      .send(body);
    expect([response.status, response.type]).toEqual([status, 'text/plain']);
  });

  test('tells where to mount it if somebody else has read the body', async () => {
    const reader: Koa.Middleware = async (ctx, next) => {
      for await (const _chunk of ctx.req);
      await next();
    };
    const response = await request(createApp({ before: [reader] }))
      .post('/batch')
      .send(BATCH);
    expect([response.status, response.body]).toMatchObject([
      500,
      {
        type: 'urn:multistatus:problem:body-already-consumed',
        detail: expect.stringContaining('mount batch() before that middleware'),
      },
    ]);
  });
});
