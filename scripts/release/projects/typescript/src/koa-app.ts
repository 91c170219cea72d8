import { Router } from '@koa/router';
import { batchConsole } from '@multistatus/console/koa';
import { batch, bulk, getOperation } from '@multistatus/koa';
import Koa, { type Context } from 'koa';
import { z } from 'zod';
import { holds, type IsExactly } from './facts.js';

const PHOTO = z.object({ id: z.number(), title: z.string() });

/** An app on Koa. Nothing in its handlers needs an annotation. */
export function createKoaApp(): Koa {
  const app = new Koa();
  app.use(
    batch({
      path: '/batch',
      allow: ({ url }, ctx) => {
        holds<IsExactly<typeof ctx, Context>>();
        return url.startsWith('/photos');
      },
    }),
  );
  app.use(batchConsole({ path: '/batch/console' }));

  const router = new Router();
  router.patch(
    '/photos',
    bulk({
      item: PHOTO,
      handle: (photo, { ctx }) => {
        holds<IsExactly<typeof photo, { id: number; title: string }>>();
        return [photo.title.trim(), ctx.ip];
      },
    }),
  );
  router.get('/photos/:id', (ctx) => {
    ctx.body = { id: Number(ctx.params['id']), operation: getOperation(ctx)?.id };
  });
  app.use(router.routes());
  return app;
}
