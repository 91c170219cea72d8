import type { RequestListener } from 'node:http';
import Koa from 'koa';
import Koa2 from 'koa2';

/** The part of Koa that the tests use is typed alike in both; `batch.test-d.ts` holds the types of each apart. */
export type KoaVersion = typeof Koa;

/** Every version that is supported, for `describe.each`. */
export const koaVersions: readonly (readonly [name: string, koa: KoaVersion])[] = [
  ['Koa 2', Koa2 as unknown as KoaVersion],
  ['Koa 3', Koa],
];

/** Returns a listener for a server, which ignores the promise of Koa's callback; that never rejects. */
export function toListener(app: { callback(): unknown }): RequestListener {
  return app.callback() as RequestListener;
}
