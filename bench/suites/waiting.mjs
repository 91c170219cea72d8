import { toHttpTable } from '../report/http-table.mjs';
import { measureHttp } from './measure-http.mjs';
import { own } from './own-contenders.mjs';
import { peers } from './peers.mjs';

export const title = 'A handler that waits 5 ms: batches of 100 and single requests';

const waitMs = 5;
const CONCURRENCIES = [1, 8, 32];

/** @param {import('./suites.mjs').Setting} setting @returns {Promise<import('./suites.mjs').SuiteResult>} */
export async function run({ pace, tell }) {
  const ours = [
    own('Express 5', 'single', { options: { waitMs } }),
    ...CONCURRENCIES.map((concurrency) =>
      own('Express 5', 'JSON', { suffix: `, ${concurrency} at a time`, options: { waitMs, concurrency } }),
    ),
    own('Koa 3', 'JSON', { suffix: ', 8 at a time', options: { waitMs, concurrency: 8 } }),
  ];
  const samples = await measureHttp(
    [...ours, ...peers({ waitMs })],
    pace({ rounds: 3, warmUp: 0.4, window: 0.25 }),
    tell,
  );
  return {
    samples,
    text: toHttpTable(samples, [{ head: '8 at a time', name: 'Express 5, JSON, 8 at a time' }]),
  };
}
