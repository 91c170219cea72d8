import { toHttpTable } from '../report/http-table.mjs';
import { measureHttp } from './measure-http.mjs';
import { own } from './own-contenders.mjs';
import { peers } from './peers.mjs';

export const title = 'A handler that waits 5 ms: batches of 100 and single requests';

const waitMs = 5;

/** Operations of a batch that run at the same time, by the words for them. */
const CONCURRENCIES = { '8 at a time': 8, '32 at a time': 32, 'all at once': 100 };
const FRAMEWORKS = ['Express 5', 'Koa 3'];

/** The name that samples have. */
export const waitingName = (framework, concurrency) => `${framework}, JSON, ${concurrency}`;

/** @param {import('./suites.mjs').Setting} setting */
export async function measure({ pace, tell }) {
  const batches = (framework, concurrencies) =>
    concurrencies.map(([words, concurrency]) =>
      own(framework, 'JSON', { suffix: `, ${words}`, options: { waitMs, concurrency } }),
    );
  const [express, koa] = FRAMEWORKS.map((framework) => [
    own(framework, 'single', { options: { waitMs } }),
    ...batches(framework, [['by default', undefined]]),
  ]);
  return measureHttp(
    [
      ...express,
      ...batches('Express 5', Object.entries(CONCURRENCIES)),
      ...koa,
      ...batches('Koa 3', [['all at once', CONCURRENCIES['all at once']]]),
      ...peers({ waitMs }),
    ],
    pace({ rounds: 4, warmUp: 0.4, window: 0.25 }),
    tell,
  );
}

/** @param {Map<string, import('../measure/statistics.mjs').Sample[]>} samples */
export const toText = (samples) =>
  toHttpTable(
    samples,
    FRAMEWORKS.map((framework) => ({
      head: `${framework}, all at once`,
      name: waitingName(framework, 'all at once'),
    })),
  );
