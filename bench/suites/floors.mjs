import { measureInRounds } from '../measure/rounds.mjs';
import { cpuOf, spreadOf } from '../measure/statistics.mjs';
import { WorkSubject } from '../measure/work-subject.mjs';
import { toRatio } from '../report/figures.mjs';
import { toTable } from '../report/table.mjs';

export const title = 'Floors: what a batch in the process cannot do without';

/** Names of the floors: of a handler by framework, of an answer by format. */
export const FLOORS = {
  'Express 5': 'Express 5, the handler called with least objects',
  'Koa 3': 'Koa 3, the handler called with least objects',
  'Express 4': 'Express 4, the handler called with least objects',
  JSON: 'JSON.stringify of the finished answer',
  XML: 'concatenation of the finished XML',
};

const MODULES = { 'Express 5': 'express', 'Koa 3': 'koa', 'Express 4': 'express4' };

/** @param {import('./suites.mjs').Setting} setting @returns {Promise<import('./suites.mjs').SuiteResult>} */
export async function run({ pace, tell }) {
  const handlers = Object.entries(MODULES).map(
    ([name, framework]) =>
      new WorkSubject({
        name: FLOORS[name],
        workload: 'workloads/dispatch',
        options: { dispatcher: 'least-objects', framework, method: 'GET', concurrency: 1 },
      }),
  );
  const answers = ['JSON', 'XML'].map(
    (format) =>
      new WorkSubject({
        name: FLOORS[format],
        workload: 'workloads/serialise',
        options: { format: format.toLowerCase() },
      }),
  );
  const { samples } = await measureInRounds(
    [...handlers, ...answers],
    pace({ rounds: 5, warmUp: 0.5, window: 0.1 }),
    tell,
  );
  const rows = Array.from(samples, ([name, measured]) => [name, toRatio(spreadOf(measured.map(cpuOf)))]);
  return { samples, text: toTable(['', 'CPU µs an operation'], rows) };
}
