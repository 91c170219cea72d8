import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const SCRIPT = fileURLToPath(new URL('../../workloads/load-time.mjs', import.meta.url));

/**
 * Fresh processes that load a framework and, on top of it, the adapter to it: what the adapter takes.
 *
 * @param {object} options
 * @param {string} options.root the build, as in `loadPackage`
 * @param {'express' | 'koa'} options.framework
 */
export function prepare({ root, framework }) {
  const words = [SCRIPT, 'import', framework, new URL(`packages/${framework}/dist/index.js`, root).href];
  return async (amount) => {
    let cpuMicroseconds = 0;
    let seconds = 0;
    for (let left = amount; left > 0; left -= 1) {
      const { stdout } = await promisify(execFile)(process.execPath, words);
      const [, adapter] = JSON.parse(stdout);
      cpuMicroseconds += adapter.cpuMicroseconds;
      seconds += adapter.seconds;
    }
    return { operations: amount, seconds, cpuMicroseconds };
  };
}
