// Compiled, never run: batch() fits under @types/koa 2 and 3 wherever a middleware does.
import Router from '@koa/router';
import {
  type BatchMiddleware,
  batch,
  getOperation,
  type KoaBatchOptions,
  type OperationInfo,
} from '@multistatus/koa';
import Koa from 'koa';
import mount from 'koa-mount';
import Koa2 from 'koa2';

/** Mounts a batch in every way that @types/koa 3 knows. */
export function mountInKoa3(guard: Koa.Middleware): Koa {
  const app = new Koa();
  app.use(batch());
  app.use(batch({ path: '/batch', limits: { maxOperations: 50, concurrency: undefined } }));
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
  app.use(batch({ path: '/batch', limits: { maxOperations: 50, concurrency: undefined } }));
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
    batch({ limits: { maxOperations: '1' } }),
    // @ts-expect-error: not a format
    batch({ formats: ['json'] }),
    // @ts-expect-error: neither app nor handler
    batch({ target: {} }),
    // @ts-expect-error: without a type argument the context is that of Koa, whose ip is a text
    batch({ allow: (_operation, ctx) => ctx.ip === 7 }),
  ];
}

interface State {
  user?: { readonly name: string };
}

/** Options get contexts of the type that the app names, without a cast. */
export function readContexts(app3: Koa, app2: Koa2): void {
  app3.use(
    batch<Koa.ParameterizedContext<State>>({
      path: '/batch',
      allow: ({ method }, ctx) => method === 'GET' || ctx.state.user?.name === 'ana',
      prepare: (ctx, outerCtx) => {
        ctx.state = outerCtx.state;
      },
      onOutcome: ({ id, status }, ctx) => void ctx.app.emit('outcome', id, status, ctx.ip),
    }),
  );
  app3.use(batch<Koa.Context>({ path: '/batch', allow: async (_operation, ctx) => ctx.secure }));
  app2.use(
    batch<Koa2.ParameterizedContext<State>>({
      path: '/batch',
      allow: (_operation, ctx) => ctx.state.user?.name === 'ana',
      prepare: (ctx, outerCtx) => {
        ctx.state = outerCtx.state;
      },
    }),
  );
  app2.use(
    // @ts-expect-error: no such member of this state
    batch<Koa2.ParameterizedContext<State>>({ allow: (_operation, ctx) => ctx.state.usr === 'ana' }),
  );
}

/** What `getOperation` gives, of the contexts of both versions. */
export function readOperations(ctx3: Koa.Context, ctx2: Koa2.Context): void {
  const info: OperationInfo | undefined = getOperation(ctx3);
  const typed: [AbortSignal, string, number, string] | undefined = info && [
    info.signal,
    info.id,
    info.index,
    info.batchId,
  ];
  // @ts-expect-error: what a transaction is only the app knows
  getOperation(ctx2)?.transaction.query(typed);
}
