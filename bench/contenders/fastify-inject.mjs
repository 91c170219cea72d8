// fastify 5: a handler that calls `inject` of its own app for each request, all at once.
import { setTimeout as wait } from 'node:timers/promises';
import Fastify from 'fastify';
import { toPhoto } from '../apps/photo.mjs';

/** The answer is a list of `{ status, body }`. */
export const json = {
  toRequests: (operations) => {
    const requests = Array.from({ length: operations }, (_, id) => ({ method: 'GET', url: `/photos/${id}` }));
    const body = JSON.stringify(requests);
    return [{ method: 'POST', path: '/batch', headers: { 'content-type': 'application/json' }, body }];
  },
  read: ({ text }) => JSON.parse(text),
};

/**
 * @param {object} options
 * @param {number} [options.photoBytes] length of a photo's JSON text
 * @param {number} [options.waitMs] how long the handler waits before it answers
 * @returns {Promise<number>} the port
 */
export async function serve({ photoBytes, waitMs = 0 }) {
  const app = Fastify({ bodyLimit: 2 ** 26 });
  app.get('/photos/:id', async ({ params }) => {
    if (waitMs > 0) await wait(waitMs);
    return toPhoto(Number(params.id), photoBytes);
  });
  app.post('/batch', ({ body }) =>
    Promise.all(
      body.map(async ({ method, url }) => {
        const answer = await app.inject({ method, url });
        return { status: answer.statusCode, body: answer.json() };
      }),
    ),
  );
  await app.listen({ port: 0, host: '127.0.0.1' });
  return app.server.address().port;
}
