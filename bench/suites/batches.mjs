import { toHttpTable } from '../report/http-table.mjs';
import { measureHttp } from './measure-http.mjs';
import { FRAMEWORKS, own } from './own-contenders.mjs';
import { peers } from './peers.mjs';

export const title = 'Batches of 100, against single requests and other batches';

/** @param {import('./suites.mjs').Setting} setting @returns {Promise<import('./suites.mjs').SuiteResult>} */
export async function run({ pace, tell }) {
  const ours = Object.keys(FRAMEWORKS).flatMap((framework) =>
    ['JSON', 'XML', 'single'].map((way) => own(framework, way)),
  );
  const samples = await measureHttp(
    [...ours, ...peers()],
    pace({ rounds: 5, warmUp: 1.7, window: 0.3 }),
    tell,
  );
  const bases = ['Express 5', 'Koa 3'].map((name) => ({ head: name, name: `${name}, JSON` }));
  return { samples, text: toHttpTable(samples, bases) };
}
