// h3's own call, `app.request`: the same route, but no framework of the other rows.
import { H3, readBody } from 'h3';
import { toPhoto } from '../apps/photo.mjs';

/** Does not use the handler: the framework calls its own. */
export function toDispatch() {
  const app = new H3();
  app.get('/photos/:id', (event) => toPhoto(Number(event.context.params.id)));
  app.post('/photos', async (event) => toPhoto((await readBody(event)).id));
  return async ({ method, url, headers, body }) => {
    const response = await app.request(url, { method, headers, body });
    return { status: response.status, text: await response.text() };
  };
}

export { read } from './fetch-call.mjs';
