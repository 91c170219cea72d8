import { toHandler } from '../../apps/handler.mjs';
import { toPhoto } from '../../apps/photo.mjs';
import { loadPackage } from './load-package.mjs';

/**
 * Whole batches through an adapter, without a socket.
 *
 * @param {object} options
 * @param {string} options.root the build, as in `loadPackage`
 * @param {'express' | 'koa'} options.framework
 * @param {string} options.accept media type of the answer
 * @param {number} [options.operations] in a batch
 * @param {number} [options.photoBytes] length of an answer
 * @param {number} [options.postedBytes] length of the JSON that each operation posts; they are GETs without it
 */
export async function prepare({ root, framework, accept, operations = 100, photoBytes, postedBytes }) {
  const { inject } = await loadPackage(root, 'inject');
  const { batch } = await loadPackage(root, framework);
  const middleware = batch(framework === 'koa' ? { path: '/batch' } : {});
  const handler = await toHandler(framework, { batch: middleware, photoBytes });
  const toOperation = (id) =>
    postedBytes === undefined
      ? { method: 'GET', url: `/photos/${id}` }
      : { method: 'POST', url: '/photos', body: toPhoto(id, postedBytes) };
  const requests = Array.from({ length: operations }, (_, id) => ({ id: `${id}`, ...toOperation(id) }));
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
    return amount * operations;
  };
}
