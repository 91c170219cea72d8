// elysia's own call, `app.handle`, on Node: the same route, but no framework of the other rows.
import { Elysia } from 'elysia';
import { toPhoto } from '../apps/photo.mjs';
import { byFetch } from './fetch-call.mjs';

/** Does not use the handler: the framework calls its own. */
export function toDispatch() {
  const app = new Elysia();
  app.get('/photos/:id', ({ params }) => toPhoto(Number(params.id)));
  app.post('/photos', ({ body }) => toPhoto(body.id));
  return byFetch((request) => app.handle(request));
}

export { read } from './fetch-call.mjs';
