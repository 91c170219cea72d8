import { toHttpTable } from '../report/http-table.mjs';
import { measureHttp } from './measure-http.mjs';
import { own, SINGLE_CONNECTIONS } from './own-contenders.mjs';

export const title = 'A batch of one, against the same request alone';

const FRAMEWORKS = ['Express 5', 'Koa 3'];
const WAYS = ['single', 'posted', 'JSON', 'XML'];

/** @param {import('./suites.mjs').Setting} setting */
export async function measure({ pace, tell }) {
  const samples = new Map();
  for (const framework of FRAMEWORKS) {
    const measured = await measureHttp(
      WAYS.map((way) => own(framework, way, { operations: 1, connections: SINGLE_CONNECTIONS })),
      pace({ rounds: 6, warmUp: 1.5, window: 0.25 }),
      (message) => tell(`${framework}: ${message}`),
    );
    for (const [name, values] of measured) samples.set(name, values);
  }
  return samples;
}

/** @param {Map<string, import('../measure/statistics.mjs').Sample[]>} samples */
export const toText = (samples) =>
  FRAMEWORKS.map((framework) => {
    const own = new Map([...samples].filter(([name]) => name.startsWith(framework)));
    return toHttpTable(own, [{ head: 'single', name: `${framework}, single` }]);
  }).join('\n\n');
