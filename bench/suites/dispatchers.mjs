import { measureInRounds } from '../measure/rounds.mjs';
import { cpuOf, ratioOf, spreadOf } from '../measure/statistics.mjs';
import { WorkSubject } from '../measure/work-subject.mjs';
import { toFigure, toRatio } from '../report/figures.mjs';
import { toTable } from '../report/table.mjs';

export const title = 'One request in the process, by dispatcher';

/** Requests under way at the same time: as many as operations of a batch once were, and usual for any other server. */
const AT_ONCE = 8;

const ROUTES = [
  { name: 'Express 5 GET', framework: 'express', method: 'GET', hasOthers: true, isThorough: true },
  { name: 'Express 5 POST', framework: 'express', method: 'POST', hasOthers: true },
  { name: 'Express 5 GET, five middlewares', framework: 'express', method: 'GET', hasMiddlewares: true },
  { name: 'Express 4 GET', framework: 'express4', method: 'GET' },
  { name: 'Koa 3 GET', framework: 'koa', method: 'GET' },
];

/** Calls of frameworks that end in a router of their own: not dispatchers of the handler that the others call. */
const OTHERS = ['hono', 'h3', 'elysia', 'fastify'];

/** Names in tables, by file in `dispatchers/`. */
export const DISPATCHERS = {
  multistatus: '@multistatus/inject',
  'least-objects': 'the least objects',
  'light-my-request': 'light-my-request 6',
  'serverless-http': 'serverless-http 4',
  'in-process-request': 'in-process-request 0.3',
  srvx: 'srvx 1, fetchNodeHandler',
  hono: "hono 4's own app.request",
  h3: "h3 2's own app.request",
  elysia: "elysia 1's own app.handle",
  fastify: "fastify 5's own inject",
};

/** The name that samples of a dispatcher have. */
export const dispatchName = (route, dispatcher) => `${route}, ${dispatcher}`;

/** @param {import('./suites.mjs').Setting} setting */
export async function measure({ pace, tell }) {
  const samples = new Map();
  for (const route of ROUTES) {
    const measured = await measureInRounds(
      dispatchersOf(route).map((dispatcher) => toSubject(route, dispatcher)),
      pace({ rounds: 5, warmUp: route.isThorough ? 1 : 0.5, window: route.isThorough ? 0.25 : 0.15 }),
      (message) => tell(`${route.name}: ${message}`),
    );
    for (const [name, values] of measured.samples) samples.set(name, values);
    for (const name of measured.failures.keys()) samples.set(name, []);
  }
  return samples;
}

function dispatchersOf({ hasOthers = false }) {
  return Object.keys(DISPATCHERS).filter((name) => hasOthers || !OTHERS.includes(name));
}

function toSubject({ name, framework, method, hasMiddlewares }, dispatcher) {
  return new WorkSubject({
    name: dispatchName(name, dispatcher),
    workload: 'workloads/dispatch',
    options: { framework, method, hasMiddlewares, dispatcher, concurrency: AT_ONCE },
    mayFail: dispatcher !== 'multistatus',
  });
}

/** @param {Map<string, import('../measure/statistics.mjs').Sample[]>} samples */
export function toText(samples) {
  return ROUTES.map((route) => {
    const ours = samples.get(dispatchName(route.name, 'multistatus'));
    const rows = dispatchersOf(route).map((dispatcher) => {
      const measured = samples.get(dispatchName(route.name, dispatcher));
      if (measured.length === 0) return [DISPATCHERS[dispatcher], 'fails', ''];
      const ratio = measured === ours ? '1' : toRatio(ratioOf(measured, ours, cpuOf));
      return [DISPATCHERS[dispatcher], toFigure(spreadOf(measured.map(cpuOf)).median), ratio];
    });
    return toTable([route.name, 'CPU µs', '÷ ours'], rows);
  }).join('\n\n');
}
