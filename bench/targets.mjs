// What the project wants to reach, each a ratio within one run.
import { cpuOf, ratioOf, spreadOf } from './measure/statistics.mjs';
import { dispatchName } from './suites/dispatchers.mjs';
import { FLOORS } from './suites/floors.mjs';
import { PEERS } from './suites/peers.mjs';
import { sizeName } from './suites/sizes.mjs';

/** @typedef {Map<string, Map<string, any[]>>} Results samples by suite and name; suites that did not run are not in it */

/**
 * @typedef {object} Target
 * @property {string} text
 * @property {number} [atLeast]
 * @property {number} [atMost]
 * @property {string} suite where it is measured
 * @property {(samples: Map<string, any[]>, quantity: Function) => import('./measure/statistics.mjs').Spread} measure
 * @property {boolean} [hasCpu] true if `measure` returns a separate value for processor time
 * @property {(results: Results) => number | undefined} floor what it would be if only the floors took time
 */

/** How much of the processor one thing takes, in microseconds an operation, by the median. */
const cpu = (results, suite, name) => spreadOf(results.get(suite).get(name).map(cpuOf)).median;

/** The least that an operation of a batch can take. */
const least = (results, framework, format = 'JSON') =>
  cpu(results, 'floors', FLOORS[framework]) + cpu(results, 'floors', FLOORS[format]);

const againstSingle = (framework, atLeast) => ({
  text: `${framework}: operations a second in batches of 100, against single requests`,
  atLeast,
  suite: 'batches',
  hasCpu: true,
  measure: (samples, quantity) =>
    ratioOf(samples.get(`${framework}, single`), samples.get(`${framework}, JSON`), quantity),
  floor: (results) => cpu(results, 'batches', `${framework}, single`) / least(results, framework),
});

const againstPeer = (framework, peer, atLeast) => ({
  text: `${framework}: operations a second in batches of 100, against ${PEERS[peer]}`,
  atLeast,
  suite: 'batches',
  hasCpu: true,
  measure: (samples, quantity) =>
    ratioOf(samples.get(PEERS[peer]), samples.get(`${framework}, JSON`), quantity),
  floor: (results) => cpu(results, 'batches', PEERS[peer]) / least(results, framework),
});

const dispatched = (dispatcher) => dispatchName('Express 5 GET', dispatcher, 8);

const againstDispatcher = (dispatcher, atLeast) => ({
  text: `inject, Express 5 GET: time of ${dispatcher}, against ours`,
  atLeast,
  suite: 'dispatchers',
  measure: (samples) =>
    ratioOf(samples.get(dispatched(dispatcher)), samples.get(dispatched('multistatus')), cpuOf),
  floor: (results) =>
    cpu(results, 'dispatchers', dispatched(dispatcher)) /
    cpu(results, 'dispatchers', dispatched('least-objects')),
});

const nearFloor = {
  text: 'inject, Express 5 GET: time, against the call with least objects',
  atMost: 1.8,
  suite: 'dispatchers',
  measure: (samples) =>
    ratioOf(samples.get(dispatched('multistatus')), samples.get(dispatched('least-objects')), cpuOf),
  floor: () => 1,
};

const ofOne = (framework) => ({
  text: `${framework}: time of a batch of one, against the request alone`,
  atMost: 1.3,
  suite: 'one',
  hasCpu: true,
  measure: (samples, quantity) =>
    ratioOf(samples.get(`${framework}, JSON`), samples.get(`${framework}, single`), quantity),
  // Whatever answers a POST with a JSON body has this to do.
  floor: (results) =>
    cpu(results, 'one', `${framework}, posted`) / cpu(results, 'one', `${framework}, single`),
});

const flat = (framework) => ({
  text: `${framework}: time an operation in batches of 10 000, against 100`,
  atMost: 1.15,
  suite: 'sizes',
  hasCpu: true,
  measure: (samples, quantity) =>
    ratioOf(
      samples.get(sizeName(framework, 'JSON', 10_000)),
      samples.get(sizeName(framework, 'JSON', 100)),
      quantity,
    ),
  floor: () => 1,
});

const xml = (framework) => ({
  text: `${framework}: time an operation in XML, against JSON`,
  atMost: 1.3,
  suite: 'batches',
  hasCpu: true,
  measure: (samples, quantity) =>
    ratioOf(samples.get(`${framework}, XML`), samples.get(`${framework}, JSON`), quantity),
  floor: (results) => least(results, framework, 'XML') / least(results, framework),
});

const memory = {
  text: 'bulk over NDJSON: MB resident at most',
  atMost: 150,
  suite: 'memory',
  measure: (samples) => spreadOf(Array.from(samples.values(), ([{ maxMegabytes }]) => maxMegabytes)),
  floor: () => undefined,
};

/** @type {Target[]} */
export const TARGETS = [
  againstSingle('Express 5', 12),
  againstSingle('Koa 3', 12),
  againstPeer('Koa 3', 'trpc', 4),
  againstPeer('Koa 3', 'fastify-inject', 4),
  againstPeer('Koa 3', 'bassmaster', 6),
  againstPeer('Express 5', 'trpc', 2.5),
  againstPeer('Express 5', 'fastify-inject', 2.5),
  againstDispatcher('light-my-request', 8),
  againstDispatcher('serverless-http', 7),
  againstDispatcher('in-process-request', 4),
  againstDispatcher('fastify', 3.5),
  nearFloor,
  ofOne('Express 5'),
  ofOne('Koa 3'),
  flat('Express 5'),
  flat('Koa 3'),
  xml('Express 5'),
  xml('Koa 3'),
  memory,
];
