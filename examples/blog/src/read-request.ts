import type { RouterContext } from '@koa/router';
import type { Context } from 'koa';
import type { Comment, Post } from './store.js';

/** Returns the item that the path names; answers 404 if there is none. */
export function findIn<Item>(items: ReadonlyMap<string, Item>, ctx: RouterContext): Item {
  return items.get(ctx.params['id'] ?? '') ?? ctx.throw(404, `There is nothing at ${ctx.path}.`);
}

/** Returns the post in the body, with missing members taken from `before`; answers 422 if it is not valid. */
export function readPost(ctx: Context, before: Partial<Post> = { closed: false }): Post {
  const { title, closed } = { ...before, ...(ctx.request.body as Partial<Record<keyof Post, unknown>>) };
  ctx.assert(isText(title), 422, 'A post needs a title.');
  ctx.assert(typeof closed === 'boolean', 422, 'A post is closed or not: true or false.');
  return { title, closed };
}

/** Returns the comment in the body; answers 422 if it is not valid. */
export function readComment(ctx: Context): Pick<Comment, 'text'> {
  const { text } = ctx.request.body as Partial<Record<keyof Comment, unknown>>;
  ctx.assert(isText(text), 422, 'A comment needs a text.');
  return { text };
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '';
}
