import { toHttpTable } from '../report/http-table.mjs';
import { measureHttp } from './measure-http.mjs';
import { own } from './own-contenders.mjs';

export const title = 'Five usual middlewares in front: batches of 100, and single requests';

/** @param {import('./suites.mjs').Setting} setting @returns {Promise<import('./suites.mjs').SuiteResult>} */
export async function run({ pace, tell }) {
  const samples = await measureHttp(
    ['single', 'JSON', 'XML'].map((way) => own('Express 5', way, { options: { hasMiddlewares: true } })),
    pace({ rounds: 4, warmUp: 1.2, window: 0.3 }),
    tell,
  );
  return { samples, text: toHttpTable(samples, [{ head: 'JSON', name: 'Express 5, JSON' }]) };
}
