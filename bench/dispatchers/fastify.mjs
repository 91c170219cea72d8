// fastify's own inject, which ends in its own router: the same route, but no framework of the other rows.
import Fastify from 'fastify';
import { toPhoto } from '../apps/photo.mjs';

/** The handler is left aside. */
export function toDispatch() {
  const app = Fastify();
  app.get('/photos/:id', async ({ params }) => toPhoto(Number(params.id)));
  app.post('/photos', async ({ body }) => toPhoto(body.id));
  return ({ body, ...request }) => app.inject({ ...request, payload: body });
}

export const read = ({ statusCode, payload }) => ({ status: statusCode, text: payload });
