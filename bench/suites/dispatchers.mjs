import { measureInRounds } from '../measure/rounds.mjs';
import { cpuOf, ratioOf, spreadOf } from '../measure/statistics.mjs';
import { WorkSubject } from '../measure/work-subject.mjs';
import { toFigure, toRatio } from '../report/figures.mjs';
import { toTable } from '../report/table.mjs';

export const title = 'One request in the process, by dispatcher';

const ROUTES = [
  { name: 'Express 5 GET', framework: 'express', method: 'GET', hasFastify: true },
  { name: 'Express 5 POST', framework: 'express', method: 'POST', hasFastify: true },
  {
    name: 'Express 5 GET, five middlewares',
    framework: 'express',
    method: 'GET',
    hasMiddlewares: true,
    warmUp: 1, // there is several times as much code to compile
  },
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

const CONCURRENCIES = [1, 8];

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
      pace({ rounds: 5, warmUp: route.warmUp ?? 0.3, window: 0.06 }),
      (message) => tell(`${route.name}: ${message}`),
    );
    for (const [name, values] of measured.samples) samples.set(name, values);
    texts.push(toRouteTable(route.name, dispatchers, measured));
  }
  return { samples, text: texts.join('\n\n') };
}

function subjectsOf({ name, framework, method, hasMiddlewares }, dispatcher) {
  return CONCURRENCIES.map(
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
  const head = [route, ...CONCURRENCIES.flatMap((count) => [`CPU µs, ${count} at a time`, 'ratio'])];
  const rows = dispatchers.map((dispatcher) => [
    DISPATCHERS[dispatcher],
    ...CONCURRENCIES.flatMap((concurrency) => {
      const name = dispatchName(route, dispatcher, concurrency);
      if (failures.has(name)) return ['fails', ''];
      const measured = samples.get(name);
      const ours = samples.get(dispatchName(route, 'multistatus', concurrency));
      const ratio = measured === ours ? '1' : toRatio(ratioOf(measured, ours, cpuOf));
      return [toFigure(spreadOf(measured.map(cpuOf)).median), ratio];
    }),
  ]);
  return toTable(head, rows);
}
