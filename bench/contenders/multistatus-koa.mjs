// Ours on Koa 2 or 3. The same app answers single requests.
import { toKoaApp } from '../apps/koa-app.mjs';
import { batchLimits } from './batch-limits.mjs';
import { listen } from './listen.mjs';

export { json, posts, xml } from './multistatus-exchange.mjs';
export { posted, single } from './single-exchange.mjs';

/**
 * @param {object} options those of `toKoaApp` and of `batchLimits`, and
 * @param {'koa' | 'koa2'} options.framework
 * @returns {Promise<number>} the port
 */
export async function serve({ framework, ...options }) {
  const { batch } = await import('@multistatus/koa');
  const { default: Koa } = await import(framework);
  const app = toKoaApp(Koa, { ...options, batch: batch({ ...batchLimits(options), path: '/batch' }) });
  return listen(app.callback());
}
