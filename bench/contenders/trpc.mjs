// tRPC 11 over its standalone adapter: a batch as its client's batch link asks for it. No router of HTTP paths is passed.
import { setTimeout as wait } from 'node:timers/promises';
import { initTRPC } from '@trpc/server';
import { createHTTPHandler } from '@trpc/server/adapters/standalone';
import { toPhoto } from '../apps/photo.mjs';
import { listen } from './listen.mjs';

/** Calls of queries go into the URL; a call that went well has a `result`, with no status of its own. */
export const json = {
  toRequests: (operations) => {
    const ids = Array.from({ length: operations }, (_, id) => id);
    const input = encodeURIComponent(JSON.stringify(Object.fromEntries(ids.entries())));
    const path = `/${ids.map(() => 'photo').join(',')}?batch=1&input=${input}`;
    return [{ method: 'GET', path, headers: {} }];
  },
  read: ({ text }) =>
    JSON.parse(text).map(({ result, error }) => ({
      status: error?.data.httpStatus ?? 200,
      body: result?.data,
    })),
};

/**
 * @param {object} options
 * @param {number} [options.photoBytes] length of a photo's JSON text
 * @param {number} [options.waitMs] how long the procedure waits before it answers
 * @returns {Promise<number>} the port
 */
export async function serve({ photoBytes, waitMs = 0 }) {
  const { procedure, router } = initTRPC.create();
  const photo = procedure.input(Number).query(async ({ input: id }) => {
    if (waitMs > 0) await wait(waitMs);
    return toPhoto(id, photoBytes);
  });
  return listen(createHTTPHandler({ router: router({ photo }) }));
}
