import { bodyParser } from '@koa/bodyparser';
import { Router } from '@koa/router';
import { batchConsole } from '@multistatus/console/koa';
import { batch, bulk, createMultistatus, sendMultistatus } from '@multistatus/koa';
import Koa from 'koa';

const router = new Router();

router.get('/photos/:id', (ctx) => {
  if (ctx.params.id === '7') ctx.body = { id: 7, title: 'Tram 28' };
});

router.post('/albums', bodyParser(), (ctx) => {
  ctx.status = 201;
  ctx.set('location', '/albums/4');
  ctx.body = { id: 4, title: ctx.request.body.title, cover: 7 };
});

router.patch(
  '/photos',
  bulk({
    item: {
      type: 'object',
      required: ['id', 'title'],
      properties: { id: { type: 'integer' }, title: { type: 'string' } },
    },
    href: (photo) => `/photos/${photo.id}`,
    handle: (photo) => photo,
  }),
);

router.delete('/albums/:id', async (ctx) => {
  const report = createMultistatus();
  report.response({ href: `/albums/${ctx.params.id}/locked.jpg`, status: 423 });
  await sendMultistatus(ctx, report);
});

export const app = new Koa();
app.use(batch({ path: '/batch' }));
app.use(batchConsole({ path: '/batch/console' }));
app.use(router.routes());
