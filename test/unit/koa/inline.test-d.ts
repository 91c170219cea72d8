// Compiled, never run, under @types/koa 3 and, by test/older-types, under 2: inline options need no annotation.
import type { PGlite } from '@electric-sql/pglite';
import Router from '@koa/router';
import { type BatchMiddleware, batch, bulk } from '@multistatus/koa';
import { type PgliteTransaction, pgliteTransaction } from '@multistatus/transactions/pglite';
import type Koa from 'koa';
import { z } from 'zod';

declare module 'koa' {
  interface DefaultContext {
    account?: { readonly name: string } | undefined;
  }
}

const ITEM = z.object({ id: z.number() });

type IsExactly<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;
function holds<_Fact extends true>(): void {}

interface State {
  user: { readonly name: string };
}

/** The contexts of inline options are those of Koa, with what the app has added to them. */
export function handleBatches(app: Koa, typedApp: Koa<State, { album: string }>): void {
  const middleware = batch({
    path: '/batch',
    allow: (_operation, ctx) => ctx.get('x-tenant') === ctx.ip,
    prepare: (ctx, outerCtx) => {
      holds<IsExactly<typeof ctx, Koa.Context>>();
      ctx.account = outerCtx.account;
      ctx.state['user'] = outerCtx.state['user'];
    },
    onOutcome: ({ status }, ctx) => void ctx.app.emit('outcome', status),
    onError: (error, { operation, request: ctx }) =>
      void ctx?.app.emit('failure', error, operation?.id.trim(), ctx.ip),
  });
  app.use(middleware);
  typedApp.use(middleware);
  new Router().post('/batch', middleware);
  typedApp.use(
    batch<Koa.ParameterizedContext<State, { album: string }>>({
      path: '/batch',
      prepare: (ctx, outerCtx) => {
        ctx.state.user = outerCtx.state.user;
        ctx.album = outerCtx.album;
      },
    }),
  );
  batch({
    // @ts-expect-error: a number is wanted
    allow: (_operation, ctx) => ctx.account?.name.toFixed() === '7',
  });
}

/** So are those of the handlers of items. What `transaction` passes to `run` is what handlers get. */
export function handleItems(app: Koa, database: PGlite): void {
  bulk({
    item: ITEM,
    handle: ({ id }) => id,
    onError: (error, { item, ctx }) => void ctx.app.emit('failure', error, item?.id.trim(), ctx.ip),
  });
  app.use(bulk({ item: ITEM, handle: ({ id }, { ctx }) => [id.toFixed(), ctx.account?.name, ctx.ip] }));
  new Router().patch(
    '/photos',
    bulk({
      item: ITEM,
      atomic: true,
      transaction: pgliteTransaction(database),
      handleMany: async (items, { ctx, transaction: tx }) => {
        holds<IsExactly<typeof tx, PgliteTransaction>>();
        await tx.query('SELECT 1');
        return items.map(({ id }) => [id.toFixed(), ctx.get('x-tenant')]);
      },
    }),
  );
}

/** A forgotten call does not compile. */
export function forgetCall(app: Koa): BatchMiddleware {
  // @ts-expect-error: batch() is to be called
  app.use(batch);
  // @ts-expect-error: bulk() is to be called
  app.use(bulk);
  // @ts-expect-error: batch() is to be called
  new Router().post('/batch', batch);
  return batch();
}
