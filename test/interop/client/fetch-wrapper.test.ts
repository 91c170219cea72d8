import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { bodyParser } from '@koa/bodyparser';
import { Router } from '@koa/router';
import { batchFetch } from '@multistatus/client';
import { batch } from '@multistatus/koa';
import Koa from 'koa';
import { serveTraffic, type Traffic } from '../../unit/client/serve-traffic.js';

let traffic: Traffic;
beforeAll(async () => {
  const router = new Router();
  router.get('/notes/:id', (ctx) => {
    if (ctx.params['id'] === '9') ctx.throw(404, 'no such note');
    ctx.body = { id: Number(ctx.params['id']) };
  });
  router.post('/notes', (ctx) => {
    ctx.status = 201;
    ctx.body = ctx.request.body;
  });
  const app = new Koa();
  app
    .use(batch({ path: '/batch' }))
    .use(bodyParser())
    .use(router.routes());
  traffic = await serveTraffic(app.callback() as Parameters<typeof serveTraffic>[0]);
});
afterAll(() => traffic.close());

/** A wrapper of `fetch` as many apps have one: a Request for everything, hooks, a time limit, errors for statuses. */
function createWrapper(fetch: typeof globalThis.fetch): (path: string, body?: object) => Promise<unknown> {
  return async (path, body) => {
    const request = new Request(traffic.origin + path, {
      signal: AbortSignal.timeout(10_000),
      ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
    });
    request.headers.set('accept', 'application/json');
    if (body !== undefined) request.headers.set('content-type', 'application/json');
    const response = await fetch(request);
    const logged = await response.clone().text();
    if (!response.ok) throw new Error(`${request.method} ${response.url} ${response.status} ${logged}`);
    return response.json();
  };
}

test('a wrapper around fetch batches by the function that it is given', async () => {
  const call = createWrapper(batchFetch({ url: traffic.url, windowMs: 20 }));
  const [note, made, error] = await Promise.all([
    call('/notes/7'),
    call('/notes', { text: 'Tejo & sky' }),
    call('/notes/9').catch((reason: unknown) => reason),
  ]);
  expect(note).toEqual({ id: 7 });
  expect(made).toEqual({ text: 'Tejo & sky' });
  expect((error as Error).message).toBe(`GET ${traffic.origin}/notes/9 404 no such note`);
  expect(traffic.seen).toEqual(['GET /batch', 'POST /batch']);
});
