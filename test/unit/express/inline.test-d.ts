// Compiled, never run, under @types/express 5 and, by test/older-types, under 4: inline options need no annotation.
import type { PGlite } from '@electric-sql/pglite';
import { type BatchMiddleware, batch, bulk, type ItemContext, type Transaction } from '@multistatus/express';
import { type PgliteTransaction, pgliteTransaction } from '@multistatus/transactions/pglite';
import express from 'express';
import { z } from 'zod';

declare global {
  namespace Express {
    interface Request {
      account?: { readonly name: string } | undefined;
    }
  }
}

const ITEM = z.object({ id: z.number() });

type IsExactly<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;
function holds<_Fact extends true>(): void {}

/** The request of an inline handler is that of Express, with what the app has added to it. */
export function handleItems(app: express.Express): void {
  app.patch(
    '/photos',
    bulk({
      item: ITEM,
      handle: ({ id }, { req }) => {
        holds<IsExactly<typeof req, express.Request>>();
        return [id.toFixed(), req.account?.name, req.get('x-tenant'), req.params, req.ip];
      },
    }),
  );
  bulk({
    item: ITEM,
    handle: ({ id }) => id,
    onError: (error, { item, req }) =>
      void req.app.emit('failure', error, item?.index.toFixed(), item?.id.trim(), req.account),
  });
  const handler = bulk({
    item: ITEM,
    handleMany: (items, { req }) => items.map(({ id }) => [id, req.account]),
  });
  app.route('/photos').patch(handler);
  express.Router().put('/photos', handler);
  app.use('/photos', handler);
  bulk({
    item: ITEM,
    // @ts-expect-error: no such member of a request
    handle: (_item, { req }) => req.accounts,
  });
}

/** So is that of the options of a batch. */
export function handleBatches(app: express.Express): void {
  app.use(
    '/batch',
    batch({
      allow: (_operation, req) => req.account?.name === req.get('x-tenant'),
      prepare: (req, outerReq) => {
        req.account = outerReq.account;
      },
      onOutcome: ({ status }, req) => void req.app.emit('outcome', status),
      onError: (error, { operation, group, request }) =>
        void request?.app.emit('failure', error, operation?.index.toFixed(), group?.trim(), request.account),
    }),
  );
}

interface AccountRequest extends express.Request {
  account: { readonly name: string };
}

/** The app may know more than Express: that authentication ran before. */
export function demandAccount(app: express.Express): void {
  app.use('/batch', batch<AccountRequest>({ allow: (_operation, req) => req.account.name === 'ana' }));
  app.patch(
    '/photos',
    bulk({
      item: ITEM,
      handle: ({ id }, { req }: ItemContext<{ req: AccountRequest }>) => [id, req.account.name],
    }),
  );
}

/** What `transaction` passes to `run` is what handlers get. */
export function handleInTransaction(app: express.Express, database: PGlite): void {
  const transaction = pgliteTransaction(database);
  app.use('/batch', batch({ transaction }));
  app.patch(
    '/photos',
    bulk({
      item: ITEM,
      atomic: true,
      transaction,
      handle: async ({ id }, { req, transaction: tx }) => {
        holds<IsExactly<typeof tx, PgliteTransaction>>();
        await tx.query('UPDATE photos SET tenant = $2 WHERE id = $1', [id, req.account?.name]);
      },
    }),
  );
  const own: Transaction<{ readonly name: string }> = async ({ name }, run) => run({ name });
  app.patch(
    '/photos',
    bulk({
      item: ITEM,
      atomic: true,
      transaction: own,
      handleMany: (items, { transaction: tx }) => items.map(() => tx.name.trim()),
    }),
  );
  bulk({
    item: ITEM,
    handle: (_item, { transaction: tx }) => {
      holds<IsExactly<typeof tx, unknown>>();
    },
  });
}

/** A forgotten call does not compile. */
export function forgetCall(app: express.Express): BatchMiddleware {
  // @ts-expect-error: batch() is to be called
  app.use('/batch', batch);
  // @ts-expect-error: batch() is to be called
  app.use(batch);
  // @ts-expect-error: batch() is to be called
  app.post('/batch', batch);
  // @ts-expect-error: bulk() is to be called
  app.patch('/photos', bulk);
  // @ts-expect-error: bulk() is to be called
  app.use('/photos', bulk);
  return batch();
}
