import { setTimeout as delay } from 'node:timers/promises';

/**
 * Returns the handler of an app with a batch at `/batch` and a route `/albums/:id`, which throws for album 9. To be imported
 * after the instrumentation has started.
 *
 * @param {'express' | 'koa'} framework
 * @param {object} [hooks]
 * @param {(id: string) => void} [hooks.visit] called in the handler of each album
 * @param {(app: object) => void} [hooks.setup] called with the app before its middleware is added
 * @param {(app: object) => void} [hooks.finish] called with the app after its routes are added
 */
export async function createHandler(framework, { visit = ignore, setup = ignore, finish = ignore } = {}) {
  const answer = async (id) => {
    visit(id);
    await delay(5); // so that the operations of a batch are in their handlers at the same time
    if (id === '9') throw new Error(`album ${id} cannot be read`);
    return { id };
  };
  if (framework === 'express') {
    const { default: express } = await import('express');
    const { batch } = await import('@multistatus/express');
    const app = express();
    setup(app);
    app.use('/batch', batch());
    app.get('/albums/:id', async (req, res) => void res.json(await answer(req.params.id)));
    finish(app);
    app.use((_error, _req, res, _next) => void res.sendStatus(500));
    return app;
  }
  const { default: Koa } = await import('koa');
  const { Router } = await import('@koa/router');
  const { batch } = await import('@multistatus/koa');
  const app = new Koa();
  app.silent = true;
  setup(app);
  app.use(batch({ path: '/batch' }));
  const router = new Router();
  router.get('/albums/:id', async (ctx) => {
    ctx.body = await answer(ctx.params.id);
  });
  app.use(router.routes());
  finish(app);
  return app.callback();
}

function ignore() {}
