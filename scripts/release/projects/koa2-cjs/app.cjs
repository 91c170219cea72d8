const { bodyParser } = require('@koa/bodyparser');
const { Router } = require('@koa/router');
const { batchConsole } = require('@multistatus/console/koa');
const { batch, bulk, createMultistatus, sendMultistatus } = require('@multistatus/koa');
const Koa = require('koa');

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

const app = new Koa();
app.use(batch({ path: '/batch' }));
app.use(batchConsole({ path: '/batch/console' }));
app.use(router.routes());

module.exports = { app };
