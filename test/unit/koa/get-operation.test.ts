import { once } from 'node:events';
import { request as open, type RequestListener } from 'node:http';
import { describe, expect, test } from '@jest/globals';
import Router from '@koa/router';
import { batch, getOperation, type KoaBatchOptions, type OperationInfo } from '@multistatus/koa';
import type Koa from 'koa';
import mount from 'koa-mount';
import request from 'supertest';
import { koaVersions, toListener } from '../../support/koa-versions.js';
import { postBatch } from '../../support/post-batch.js';
import { serve } from '../../support/serve.js';

const GET = { method: 'GET', url: '/' };

describe.each(koaVersions)('%s: getOperation', (_version, KoaClass) => {
  function createApp(options: KoaBatchOptions, middleware: Koa.Middleware): RequestListener {
    return toListener(new KoaClass().use(batch({ path: '/batch', ...options })).use(middleware));
  }

  /** An app that keeps what `getOperation` says of each of its requests. */
  function createKeeper(options: KoaBatchOptions = {}): {
    app: RequestListener;
    kept: (OperationInfo | undefined)[];
  } {
    const kept: (OperationInfo | undefined)[] = [];
    const app = createApp(options, (ctx) => {
      kept.push(getOperation(ctx));
      ctx.body = '';
    });
    return { app, kept };
  }

  test('is undefined outside of a batch, and for the batch itself', async () => {
    const { app, kept } = createKeeper();
    const ofEnvelope: unknown[] = [];
    const outer = new KoaClass().use((ctx, next) => {
      ofEnvelope.push(getOperation(ctx));
      return next();
    });
    outer.use(batch({ path: '/batch', target: app }));
    await request(app).get('/');
    await postBatch(toListener(outer), [GET]);
    expect([ofEnvelope, kept[0]]).toEqual([[undefined], undefined]);
    expect(kept[1]).toBeDefined();
  });

  test('tells id and place of the operation, and a batchId that is that of its batch alone', async () => {
    const { app, kept } = createKeeper();
    await postBatch(app, [{ ...GET, id: 'first' }, GET]);
    await postBatch(app, [GET]);
    expect(kept).toMatchObject([
      { id: 'first', index: 0, transaction: undefined },
      { id: '1', index: 1, transaction: undefined },
      { id: '0', index: 0, transaction: undefined },
    ]);
    const [one, same, other] = kept.map((info) => info?.batchId);
    expect(one).toMatch(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/);
    expect([same === one, other === one]).toEqual([true, false]);
  });

  test('gives the same inside of routers and mounted apps, with a prepared context too', async () => {
    const kept: unknown[] = [];
    const keep: Koa.Middleware = (ctx, next) => {
      kept.push(getOperation(ctx)?.id);
      return next();
    };
    const router = new Router().get('/b', keep, (ctx) => {
      ctx.body = 'b';
    });
    const inner = new KoaClass().use(keep).use(router.routes());
    const app = new KoaClass()
      .use(batch({ path: '/batch', prepare: (ctx) => void kept.push(getOperation(ctx)?.id) }))
      .use(keep)
      .use(mount('/a', inner));
    const [response] = await postBatch(toListener(app), [{ id: 'deep', method: 'GET', url: '/a/b' }]);
    expect(response?.status).toBe(200);
    expect(kept).toEqual(['deep', 'deep', 'deep', 'deep']);
  });

  test('gives what the transaction of its group was begun with', async () => {
    const { app, kept } = createKeeper({ transaction: (group, run) => run({ of: group.name }) });
    await postBatch(app, [
      { ...GET, atomicityGroup: 'trip' },
      { ...GET, atomicityGroup: 'trip' },
      { ...GET, atomicityGroup: 'other' },
      GET,
    ]);
    const byIndex = kept.sort((one, other) => Number(one?.index) - Number(other?.index));
    expect(byIndex.map((info) => info?.transaction)).toEqual([
      { of: 'trip' },
      { of: 'trip' },
      { of: 'other' },
      undefined,
    ]);
  });

  test('signal: is aborted when the time of the operation is up, and not of one that has answered', async () => {
    const signals: (AbortSignal | undefined)[] = [];
    const app = createApp({ limits: { operationTimeoutMs: 30 } }, async (ctx) => {
      const { signal } = getOperation(ctx) as OperationInfo;
      signals.push(signal);
      if (ctx.url === '/hangs') await once(signal, 'abort');
      ctx.body = '';
    });
    const responses = await postBatch(app, [GET, { method: 'GET', url: '/hangs' }]);
    expect(responses.map(({ status }) => status)).toEqual([200, 504]);
    expect(signals.map((signal) => signal?.aborted)).toEqual([false, true]);
  });

  test('signal: is aborted when the client has gone', async () => {
    let entered = (_signal: AbortSignal): void => undefined;
    const wasDispatched = new Promise<AbortSignal>((resolve) => {
      entered = resolve;
    });
    const app = createApp({}, async (ctx) => {
      const { signal } = getOperation(ctx) as OperationInfo;
      entered(signal);
      await once(signal, 'abort');
    });
    const { port, close } = await serve(app);
    try {
      const body = JSON.stringify({ requests: [GET] });
      const headers = { 'content-type': 'application/json' };
      const client = open({ host: '127.0.0.1', port, method: 'POST', path: '/batch', headers });
      client.on('error', () => undefined).end(body);
      const signal = await wasDispatched;
      expect(signal.aborted).toBe(false);
      const aborted = once(signal, 'abort');
      client.destroy();
      await aborted;
    } finally {
      await close();
    }
  });
});
