import { toHttpTable } from '../report/http-table.mjs';
import { measureHttp } from './measure-http.mjs';
import { own, SINGLE_CONNECTIONS } from './own-contenders.mjs';

export const title = 'A batch of one, against the same request alone';

/** @param {import('./suites.mjs').Setting} setting @returns {Promise<import('./suites.mjs').SuiteResult>} */
export async function run({ pace, tell }) {
  const samples = new Map();
  const texts = [];
  for (const framework of ['Express 5', 'Koa 3']) {
    const measured = await measureHttp(
      ['single', 'posted', 'JSON', 'XML'].map((way) =>
        own(framework, way, { operations: 1, connections: SINGLE_CONNECTIONS }),
      ),
      pace({ rounds: 6, warmUp: 1.5, window: 0.25 }),
      (message) => tell(`${framework}: ${message}`),
    );
    for (const [name, values] of measured) samples.set(name, values);
    texts.push(toHttpTable(measured, [{ head: 'single', name: `${framework}, single` }]));
  }
  return { samples, text: texts.join('\n\n') };
}
