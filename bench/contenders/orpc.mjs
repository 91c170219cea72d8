// oRPC 1 over node:http with its batch plugin, the whole answer in one piece. No router of HTTP paths is passed.
import { setTimeout as wait } from 'node:timers/promises';
import { os } from '@orpc/server';
import { RPCHandler } from '@orpc/server/node';
import { BatchHandlerPlugin } from '@orpc/server/plugins';
import { toPhoto } from '../apps/photo.mjs';
import { listen } from './listen.mjs';

/** Items come in the order in which they were done, each with its index. */
export const json = {
  toRequests: (operations) => {
    const headers = { 'content-type': 'application/json', 'x-orpc-batch': 'buffered' };
    const calls = Array.from({ length: operations }, (_, id) => ({
      url: 'http://localhost/photo',
      body: { json: id },
    }));
    return [{ method: 'POST', path: '/photo/__batch__', headers, body: JSON.stringify(calls) }];
  },
  read: ({ text }) =>
    JSON.parse(text)
      .toSorted((a, b) => a.index - b.index)
      .map(({ status, body }) => ({ status, body: body.json })),
};

/**
 * @param {object} options
 * @param {number} [options.photoBytes] length of a photo's JSON text
 * @param {number} [options.waitMs] how long the procedure waits before it answers
 * @returns {Promise<number>} the port
 */
export async function serve({ photoBytes, waitMs = 0 }) {
  const photo = os.handler(async ({ input: id }) => {
    if (waitMs > 0) await wait(waitMs);
    return toPhoto(id, photoBytes);
  });
  const handler = new RPCHandler({ photo }, { plugins: [new BatchHandlerPlugin({ maxSize: 10_000 })] });
  return listen((req, res) => handler.handle(req, res));
}
