import { toHandler } from '../../apps/handler.mjs';
import { loadPackage } from './load-package.mjs';

const OPERATIONS = 100;

/**
 * Whole batches of 100 GETs through an adapter, without a socket.
 *
 * @param {object} options
 * @param {string} options.root the build, as in `loadPackage`
 * @param {'express' | 'koa'} options.framework
 * @param {string} options.accept media type of the answer
 */
export async function prepare({ root, framework, accept }) {
  const { inject } = await loadPackage(root, 'inject');
  const { batch } = await loadPackage(root, framework);
  const middleware = batch(framework === 'koa' ? { path: '/batch' } : {});
  const handler = await toHandler(framework, { batch: middleware });
  const requests = Array.from({ length: OPERATIONS }, (_, id) => ({
    id: `${id}`,
    method: 'GET',
    url: `/photos/${id}`,
  }));
  const envelope = {
    method: 'POST',
    url: '/batch',
    headers: { host: 'localhost', 'content-type': 'application/json', accept },
    body: JSON.stringify({ requests }),
  };
  return async (amount) => {
    for (let left = amount; left > 0; left -= 1) {
      const { status } = await inject(handler, envelope);
      if (status !== 207) throw new Error(`The batch was answered with ${status}`);
    }
    return amount * OPERATIONS;
  };
}
