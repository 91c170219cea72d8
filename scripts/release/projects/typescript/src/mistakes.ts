// Compiled, never run: what must not compile.
import { batch, bulk } from '@multistatus/express';
import * as onKoa from '@multistatus/koa';
import type { Express } from 'express';
import type Koa from 'koa';
import { z } from 'zod';

export function makeMistakes(app: Express, koa: Koa): void {
  // @ts-expect-error: batch() is to be called
  app.use('/batch', batch);
  // @ts-expect-error: bulk() is to be called
  app.patch('/photos', bulk);
  // @ts-expect-error: batch() is to be called
  koa.use(onKoa.batch);
  // @ts-expect-error: the limit is misspelt
  batch({ limits: { maxOperation: 20 } });
  bulk({
    item: z.object({ id: z.number() }),
    // @ts-expect-error: an item has no owner
    handle: (item) => item.owner,
  });
}
