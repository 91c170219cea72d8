import { measureInRounds } from '../measure/rounds.mjs';
import { cpuOf, ratioOf, spreadOf } from '../measure/statistics.mjs';
import { WorkSubject } from '../measure/work-subject.mjs';
import { toFigure, toRatio } from '../report/figures.mjs';
import { toTable } from '../report/table.mjs';

export const title = 'One request in the process, by dispatcher';

/** As many as a batch runs at the same time, unless told. */
const AS_IN_A_BATCH = 8;

const ROUTES = [
  { name: 'Express 5 GET', framework: 'express', method: 'GET', hasFastify: true, isThorough: true },
  { name: 'Express 5 POST', framework: 'express', method: 'POST', hasFastify: true },
  { name: 'Express 5 GET, five middlewares', framework: 'express', method: 'GET', hasMiddlewares: true },
  { name: 'Express 4 GET', framework: 'express4', method: 'GET' },
  { name: 'Koa 3 GET', framework: 'koa', method: 'GET' },
];

/** Names in tables, by file in `dispatchers/`. */
export const DISPATCHERS = {
  multistatus: '@multistatus/inject',
  'least-objects': 'floor: least objects',
  'light-my-request': 'light-my-request 6',
  'serverless-http': 'serverless-http 4',
  'in-process-request': 'in-process-request 0.3',
  fastify: "fastify 5's own inject and router",
};

/** The name that samples of a dispatcher have. */
export function dispatchName(route, dispatcher, concurrency) {
  return `${route}, ${dispatcher}, ${concurrency} at a time`;
}

/** @param {import('./suites.mjs').Setting} setting */
export async function run({ pace, tell }) {
  const samples = new Map();
  const texts = [];
  for (const route of ROUTES) {
    const dispatchers = Object.keys(DISPATCHERS).filter((name) => name !== 'fastify' || route.hasFastify);
    const measured = await measureInRounds(
      dispatchers.flatMap((dispatcher) => subjectsOf(route, dispatcher)),
      pace({ rounds: 5, warmUp: route.isThorough ? 1 : 0.5, window: route.isThorough ? 0.25 : 0.15 }),
      (message) => tell(`${route.name}: ${message}`),
    );
    for (const [name, values] of measured.samples) samples.set(name, values);
    texts.push(toRouteTable(route, dispatchers, measured));
  }
  return { samples, text: texts.join('\n\n') };
}

function concurrenciesOf({ isThorough }) {
  return isThorough ? [1, AS_IN_A_BATCH] : [AS_IN_A_BATCH];
}

function subjectsOf(route, dispatcher) {
  const { name, framework, method, hasMiddlewares } = route;
  return concurrenciesOf(route).map(
    (concurrency) =>
      new WorkSubject({
        name: dispatchName(name, dispatcher, concurrency),
        workload: 'workloads/dispatch',
        options: { framework, method, hasMiddlewares, dispatcher, concurrency },
        mayFail: dispatcher !== 'multistatus',
      }),
  );
}

function toRouteTable(route, dispatchers, { samples, failures }) {
  const concurrencies = concurrenciesOf(route);
  const head = [route.name, ...concurrencies.flatMap((count) => [`CPU µs, ${count} at a time`, 'ratio'])];
  const rows = dispatchers.map((dispatcher) => [
    DISPATCHERS[dispatcher],
    ...concurrencies.flatMap((concurrency) => {
      const name = dispatchName(route.name, dispatcher, concurrency);
      if (failures.has(name)) return ['fails', ''];
      const measured = samples.get(name);
      const ours = samples.get(dispatchName(route.name, 'multistatus', concurrency));
      const ratio = measured === ours ? '1' : toRatio(ratioOf(measured, ours, cpuOf));
      return [toFigure(spreadOf(measured.map(cpuOf)).median), ratio];
    }),
  ]);
  return toTable(head, rows);
}
