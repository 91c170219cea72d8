import { batch, bulk, getOperation } from '@multistatus/koa';
import Koa from 'koa';

const EFFECTS = '/effects/';

/** @param {import('./server.mjs').Parts} parts */
export function toKoaApp({ effect, options, bulkOptions, identify }) {
  const app = new Koa();
  // It would print that a client has left.
  app.silent = true;
  app.use((ctx, next) => {
    ctx.user = identify(ctx.get('authorization'));
    return next();
  });
  app.use(batch({ path: '/batch', ...options }));
  const items = bulk({ ...bulkOptions, handle: ({ name }) => effect(name) });
  app.use(async (ctx, next) => {
    if (ctx.path === '/items') return items(ctx, next);
    const operation = ctx.path.slice(EFFECTS.length);
    await effect(operation, getOperation(ctx)?.transaction);
    // As an app that renews sessions and tokens does.
    if (ctx.get('cookie')) ctx.set('set-cookie', ctx.get('cookie'));
    if (ctx.get('x-auth-token')) ctx.set('x-auth-token', ctx.get('x-auth-token'));
    ctx.status = 201;
    ctx.body = { operation };
  });
  return app;
}
