import { toHttpTable } from '../report/http-table.mjs';
import { measureHttp } from './measure-http.mjs';
import { own } from './own-contenders.mjs';

export const title = 'Five usual middlewares in front: batches of 100, and single requests';

/** @param {import('./suites.mjs').Setting} setting */
export const measure = ({ pace, tell }) =>
  measureHttp(
    ['single', 'JSON', 'XML'].map((way) => own('Express 5', way, { options: { hasMiddlewares: true } })),
    pace({ rounds: 4, warmUp: 1.2, window: 0.3 }),
    tell,
  );

/** @param {Map<string, import('../measure/statistics.mjs').Sample[]>} samples */
export const toText = (samples) => toHttpTable(samples, [{ head: 'JSON', name: 'Express 5, JSON' }]);
