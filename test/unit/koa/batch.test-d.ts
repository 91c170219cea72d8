// Compiled, never run: batch() fits under @types/koa 2 and 3 wherever a middleware does.
import Router from '@koa/router';
import { type BatchMiddleware, batch, type KoaBatchOptions } from '@multistatus/koa';
import Koa from 'koa';
import mount from 'koa-mount';
import Koa2 from 'koa2';

/** Mounts a batch in every way that @types/koa 3 knows. */
export function mountInKoa3(guard: Koa.Middleware): Koa {
  const app = new Koa();
  app.use(batch());
  app.use(batch({ path: '/batch', maxOperations: 50, concurrency: undefined }));
  app.use(mount('/batch', batch()));
  app.use(new Router().post('/batch', batch()).all('/:tenant/batch', guard, batch()).routes());
  app.use(batch({ path: '/batch', target: new Koa() }));
  app.use(batch({ path: '/batch', target: new Koa().callback() }));
  app.use(batch({ path: '/batch', target: (req, res) => res.end(req.url) }));
  const asMiddleware: Koa.Middleware = batch();
  new Koa<{ user: string }, { tenant: number }>().use(batch({ path: '/batch' }));
  return app.use(asMiddleware);
}

/** Mounts a batch in every way that @types/koa 2 knows. */
export function mountInKoa2(): Koa2 {
  const app = new Koa2();
  app.use(batch());
  app.use(batch({ path: '/batch', maxOperations: 50, concurrency: undefined }));
  app.use(batch({ path: '/batch', target: new Koa2() }));
  app.use(batch({ path: '/batch', target: new Koa2().callback() }));
  const asMiddleware: Koa2.Middleware = batch();
  new Koa2<{ user: string }, { tenant: number }>().use(batch({ path: '/batch' }));
  return app.use(asMiddleware);
}

/** What the types refuse, and what they let through. */
export function makeBatches(): BatchMiddleware[] {
  const options: KoaBatchOptions = { onError: (error: unknown) => void error, defaultFormat: 'xml' };
  return [
    batch(options),
    batch({ onError: () => undefined, target: undefined, path: undefined }),
    // @ts-expect-error: no such option
    batch({ maxOperation: 1 }),
    // @ts-expect-error: a number is wanted
    batch({ maxOperations: '1' }),
    // @ts-expect-error: no such format
    batch({ defaultFormat: 'yaml' }),
    // @ts-expect-error: neither app nor handler
    batch({ target: {} }),
  ];
}
