import { bodyParser } from '@koa/bodyparser';
import { Router } from '@koa/router';
import { batchConsole } from '@multistatus/console/koa';
import { batch, type KoaBatchOptions } from '@multistatus/koa';
import Koa from 'koa';
import { CONSOLE_BATCH } from './console-batch.js';
import { moderation } from './moderation.js';
import { openApi } from './openapi.js';
import { writeProblem } from './problem.js';
import { findIn, readComment, readPost } from './read-request.js';
import { createStore, type Store } from './store.js';

/**
 * Creates the API of posts and comments; all of its routes accept batches at `POST /batch`. The outcomes of batches and lists with an
 * Idempotency-Key are kept in `journal`.
 */
export function createApp(journal?: KoaBatchOptions['journal']): Koa {
  const app = new Koa();

  // Before the body parser: a batch reads its own body, and each of its operations passes through this app again.
  app.use(batch({ path: '/batch', journal }));
  app.use(batchConsole({ path: '/batch/console', openapi: '/openapi.json', batch: CONSOLE_BATCH }));

  app.use(writeProblem);
  app.use(bodyParser());
  app.use(blog(createStore(), journal).routes());
  app.use((ctx) => ctx.throw(404, `There is no ${ctx.method} ${ctx.path}.`));
  return app;
}

function blog({ posts, comments }: Store, journal: KoaBatchOptions['journal']): Router {
  const router = new Router();
  const description = openApi();
  const commentsOn = (id: string) => [...comments.values()].filter(({ postId }) => postId === id);
  const shownOn = (id: string) => commentsOn(id).filter(({ hidden }) => hidden !== true);

  router.get('/openapi.json', (ctx) => {
    ctx.body = description;
  });

  router.get('/posts', (ctx) => {
    ctx.body = [...posts.values()];
  });

  router.post('/posts', (ctx) => {
    const post = posts.add(readPost(ctx));
    ctx.status = 201;
    ctx.set('Location', `/posts/${post.id}`);
    ctx.body = post;
  });

  router.get('/posts/:id', (ctx) => {
    const post = findIn(posts, ctx);
    ctx.body = { ...post, comments: shownOn(post.id) };
  });

  router.patch('/posts/:id', (ctx) => {
    const post = findIn(posts, ctx);
    ctx.body = posts.put({ ...post, ...readPost(ctx, post) });
  });

  router.delete('/posts/:id', (ctx) => {
    const { id } = findIn(posts, ctx);
    for (const comment of commentsOn(id)) comments.delete(comment.id);
    posts.delete(id);
    ctx.status = 204;
  });

  router.post('/posts/:id/comments', (ctx) => {
    const { id, closed } = findIn(posts, ctx);
    if (closed) ctx.throw(409, `Post ${id} is closed for comments.`);
    const comment = comments.add({ postId: id, ...readComment(ctx) });
    ctx.status = 201;
    ctx.set('Location', `/comments/${comment.id}`);
    ctx.body = comment;
  });

  router.patch('/comments', moderation({ comments }, journal));

  router.get('/comments/:id', (ctx) => {
    ctx.body = findIn(comments, ctx);
  });

  router.delete('/comments/:id', (ctx) => {
    comments.delete(findIn(comments, ctx).id);
    ctx.status = 204;
  });

  return router;
}
