// hapi 21 with bassmaster 3: requests without references to each other run all at once, through hapi's own inject.
import { setTimeout as wait } from 'node:timers/promises';
import Hapi from '@hapi/hapi';
import bassmaster from 'bassmaster';
import { toPhoto } from '../apps/photo.mjs';

/** The answer is a list of bodies. It has no statuses, so none can be checked. */
export const json = {
  toRequests: (operations) => {
    const requests = Array.from({ length: operations }, (_, id) => ({
      method: 'get',
      path: `/photos/${id}`,
    }));
    const body = JSON.stringify({ requests });
    return [{ method: 'POST', path: '/batch', headers: { 'content-type': 'application/json' }, body }];
  },
  read: ({ text }) => JSON.parse(text).map((body) => ({ status: 200, body })),
};

/**
 * @param {object} options
 * @param {number} [options.photoBytes] length of a photo's JSON text
 * @param {number} [options.waitMs] how long the handler waits before it answers
 * @returns {Promise<number>} the port
 */
export async function serve({ photoBytes, waitMs = 0 }) {
  const server = Hapi.server({ port: 0, host: '127.0.0.1' });
  server.route({
    method: 'GET',
    path: '/photos/{id}',
    handler: async ({ params }) => {
      if (waitMs > 0) await wait(waitMs);
      return toPhoto(Number(params.id), photoBytes);
    },
  });
  await server.register(bassmaster);
  await server.start();
  return server.info.port;
}
