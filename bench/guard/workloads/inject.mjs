import { toHandler } from '../../apps/handler.mjs';
import { loadPackage } from './load-package.mjs';

/**
 * One request through `inject`, over and over.
 *
 * @param {object} options
 * @param {string} options.root the build, as in `loadPackage`
 * @param {string} options.framework
 * @param {'GET' | 'POST'} options.method a POST has a JSON body
 */
export async function prepare({ root, framework, method }) {
  const { inject } = await loadPackage(root, 'inject');
  const handler = await toHandler(framework);
  const request =
    method === 'GET'
      ? { method, url: '/photos/7', headers: { host: 'localhost' } }
      : {
          method,
          url: '/photos',
          headers: { host: 'localhost', 'content-type': 'application/json' },
          body: '{"id":7}',
        };
  return async (amount) => {
    for (let left = amount; left > 0; left -= 1) {
      const { status } = await inject(handler, request);
      if (status !== 200) throw new Error(`inject answered ${status}`);
    }
  };
}
