import { setTimeout } from 'node:timers/promises';
import { batch, getOperation } from '@multistatus/koa';
import Koa from 'koa';

/** An app whose POSTs take `workMs` milliseconds, with their effect in the middle. */
export function toKoaApp({ effect, workMs, options }) {
  const app = new Koa();
  const endpoint = batch({ ...options, path: '/batch' });
  app.use((ctx, next) => {
    ctx.user = ctx.get('authorization') === '' ? getOperation(ctx)?.principal?.user : 'alice';
    return next();
  });
  app.use(endpoint);
  app.use(async (ctx) => {
    if (ctx.user === undefined) {
      ctx.status = 401;
      return;
    }
    const operation = ctx.path.slice('/effects/'.length);
    if (workMs > 0) await setTimeout(workMs / 2);
    await effect(operation, getOperation(ctx)?.transaction);
    if (workMs > 0) await setTimeout(workMs / 2);
    ctx.status = 201;
    ctx.body = { operation };
  });
  return { target: app.callback(), endpoint };
}
