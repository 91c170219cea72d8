// hono's own call, `app.request`: the same route, but no framework of the other rows.
import { Hono } from 'hono';
import { toPhoto } from '../apps/photo.mjs';

/** Does not use the handler: the framework calls its own. */
export function toDispatch() {
  const app = new Hono();
  app.get('/photos/:id', (context) => context.json(toPhoto(Number(context.req.param('id')))));
  app.post('/photos', async (context) => context.json(toPhoto((await context.req.json()).id)));
  return async ({ method, url, headers, body }) => {
    const response = await app.request(url, { method, headers, body });
    return { status: response.status, text: await response.text() };
  };
}

export { read } from './fetch-call.mjs';
