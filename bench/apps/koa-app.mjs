import { setTimeout as wait } from 'node:timers/promises';
import { bodyParser } from '@koa/bodyparser';
import { Router } from '@koa/router';
import { toPhoto } from './photo.mjs';

/**
 * The photo album on Koa, with `@koa/router`.
 *
 * @param {Function} Koa the class of Koa 2 or 3
 * @param {object} [options]
 * @param {number} [options.photoBytes] length of a photo's JSON text
 * @param {number} [options.waitMs] how long the handler waits before it answers
 * @param {Function} [options.batch] a middleware that answers `/batch`
 */
export function toKoaApp(Koa, { photoBytes, waitMs = 0, batch } = {}) {
  const app = new Koa();
  const router = new Router();
  router.get('/photos/:id', async (ctx) => {
    if (waitMs > 0) await wait(waitMs);
    ctx.body = toPhoto(Number(ctx.params.id), photoBytes);
  });
  router.post('/photos', bodyParser(), (ctx) => {
    ctx.body = toPhoto(ctx.request.body.id, photoBytes);
  });
  if (batch !== undefined) app.use(batch);
  return app.use(router.routes());
}
