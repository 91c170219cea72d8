// What the project wants to reach, each figure from one run.
import { cpuOf, ratioOf, spreadOf, timeOf } from './measure/statistics.mjs';
import { bytesName } from './suites/bodies.mjs';
import { CORE } from './suites/core.mjs';
import { DISPATCHERS, dispatchName } from './suites/dispatchers.mjs';
import { handlerName } from './suites/handlers.mjs';
import { PEERS } from './suites/peers.mjs';
import { postName } from './suites/posts.mjs';
import { sizeName } from './suites/sizes.mjs';
import { loadName } from './suites/start.mjs';
import { textName } from './suites/texts.mjs';
import { waitingName } from './suites/waiting.mjs';

/** @typedef {Map<string, Map<string, any[]>>} Results samples by suite and name; suites that did not run are not in it */

/**
 * @typedef {object} Target
 * @property {string} text
 * @property {number} [atLeast]
 * @property {number} [atMost] neither, if the aim depends on something that is measured elsewhere
 * @property {string} suite where it is measured
 * @property {Quantity[]} quantities what is held against the bound; the target is met if all are
 * @property {(samples: Map<string, any[]>, quantity: Quantity) => import('./measure/statistics.mjs').Spread} measure
 * @property {(results: Results) => number | undefined} floor what it would be if only the floors took time
 */

/** @typedef {(sample: any) => number} Quantity */

const BY_BOTH = [timeOf, cpuOf];
const BY_CPU = [cpuOf];
const BY_TIME = [timeOf];

/** How many times as much one needs as another. */
const ratio = (name, base) => (samples, quantity) => ratioOf(samples.get(name), samples.get(base), quantity);

/** A figure that is not a ratio, of the records that a suite has of one thing. */
const figure = (property, name) => (samples) => spreadOf(samples.get(name).map((record) => record[property]));

/** How much of the processor one thing takes, in microseconds an operation, by the median. */
const cpu = (results, suite, name) => {
  const samples = results.get(suite)?.get(name);
  return samples === undefined ? Number.NaN : spreadOf(samples.map(cpuOf)).median;
};

/** The least that an operation of a batch can take: the handler, and its part of the answer. */
const least = (results, framework, format = 'JSON') =>
  cpu(results, 'batches', handlerName(framework)) + cpu(results, 'core', CORE[format]);

const none = () => undefined;

const onTop = (way, framework) => ({
  text: `${way} of @multistatus/${framework}, on top of ${framework}: time, against ${framework}'s own`,
  atMost: 0.5,
  suite: 'start',
  quantities: BY_BOTH,
  measure: ratio(
    loadName(way, framework === 'koa' ? 'Koa 3' : 'Express 5', true),
    loadName(way, framework === 'koa' ? 'Koa 3' : 'Express 5', false),
  ),
  floor: none,
});

const waiting = (framework) => ({
  text: `${framework}, a handler that waits 5 ms, by default: time, against all at once`,
  suite: 'waiting',
  quantities: BY_TIME,
  measure: ratio(waitingName(framework, 'by default'), waitingName(framework, 'all at once')),
  floor: () => 1,
});

const againstPeer = (framework, peer, atLeast) => ({
  text: `${framework}: operations a second in batches of 100, against ${PEERS[peer]}`,
  atLeast,
  suite: 'batches',
  quantities: BY_BOTH,
  measure: ratio(PEERS[peer], `${framework}, JSON`),
  floor: (results) => cpu(results, 'batches', PEERS[peer]) / least(results, framework),
});

const againstHandler = (framework, atMost) => ({
  text: `${framework}: an operation in a batch of 100 over HTTP, against the bare handler`,
  atMost,
  suite: 'batches',
  quantities: BY_CPU,
  measure: ratio(`${framework}, JSON`, handlerName(framework)),
  floor: (results) => least(results, framework) / cpu(results, 'batches', handlerName(framework)),
});

const coreAlone = {
  text: 'the core alone, answers at hand: an operation, against `JSON.stringify` of its answer',
  atMost: 2.5,
  suite: 'core',
  quantities: BY_CPU,
  measure: ratio(CORE.batch, CORE.JSON),
  floor: () => 1,
};

const dispatched = (dispatcher) => dispatchName('Express 5 GET', dispatcher);

const againstDispatcher = (dispatcher, atMost) => ({
  text: `\`inject\`, Express 5 GET: time, against ${DISPATCHERS[dispatcher]}`,
  atMost,
  suite: 'dispatchers',
  quantities: BY_CPU,
  measure: ratio(dispatched('multistatus'), dispatched(dispatcher)),
  floor: (results) =>
    cpu(results, 'dispatchers', dispatched('least-objects')) /
    cpu(results, 'dispatchers', dispatched(dispatcher)),
});

const posted = (framework) => ({
  text: `${framework}: an operation that posts 2 KB of JSON, against a GET`,
  atMost: 2,
  suite: 'posts',
  quantities: BY_BOTH,
  measure: ratio(postName(framework, true), postName(framework, false)),
  // The GET, and what the app's own parser takes.
  floor: (results) => {
    const [get, bare, parsing] = [
      postName(framework, false),
      handlerName(framework),
      handlerName(framework, 'POST of 2 KB'),
    ].map((name) => cpu(results, 'posts', name));
    return (get + parsing - bare) / get;
  },
});

const large = (framework) => ({
  text: `${framework}, answers of 20 KB: an operation in a batch of 100, against a single request`,
  atMost: 0.6,
  suite: 'bodies',
  quantities: BY_CPU,
  measure: ratio(bytesName(framework, 'JSON', 20_000), bytesName(framework, 'single', 20_000)),
  floor: none,
});

const ofOne = (framework, atMost) => ({
  text: `${framework}: a batch of one, against the request alone`,
  atMost,
  suite: 'one',
  quantities: BY_BOTH,
  measure: ratio(`${framework}, JSON`, `${framework}, single`),
  // Whatever answers a POST with a JSON body has this to do.
  floor: (results) =>
    cpu(results, 'one', `${framework}, posted`) / cpu(results, 'one', `${framework}, single`),
});

const xml = (framework) => ({
  text: `${framework}, answers of 200 bytes: an operation in XML, against JSON`,
  atMost: 1.2,
  suite: 'batches',
  quantities: BY_BOTH,
  measure: ratio(`${framework}, XML`, `${framework}, JSON`),
  floor: (results) => least(results, framework, 'XML') / least(results, framework),
});

const TEXTS = { plain: 'English text', markup: 'HTML', japanese: 'Japanese text' };

const xmlText = (kind) => ({
  text: `Express 5, answers of 20 KB of ${TEXTS[kind]}: an operation in XML, against JSON`,
  atMost: 1.5,
  suite: 'texts',
  quantities: BY_BOTH,
  measure: ratio(textName('XML', kind), textName('JSON', kind)),
  floor: none,
});

const flat = (framework) => ({
  text: `${framework}: an operation in batches of 10 000, against 100`,
  atMost: 1.15,
  suite: 'sizes',
  quantities: BY_BOTH,
  measure: ratio(sizeName(framework, 'JSON', 10_000), sizeName(framework, 'JSON', 100)),
  floor: () => 1,
});

const OWN = ['Express 5', 'Koa 3'];

const lineMemory = (framework) => ({
  text: `${framework}, bulk over NDJSON: MB resident at most`,
  atMost: 100,
  suite: 'lines',
  quantities: BY_TIME,
  measure: figure('maxMegabytes', framework),
  floor: none,
});

const lineRate = (framework) => ({
  text: `${framework}, bulk over NDJSON: lines a second`,
  atLeast: 100_000,
  suite: 'lines',
  quantities: BY_TIME,
  measure: figure('linesPerSecond', framework),
  floor: none,
});

const turn = (framework) => ({
  text: `${framework}: longest turn of the event loop, batch of 10 000, answers of 1 KB, ms`,
  atMost: 10,
  suite: 'turns',
  quantities: BY_BOTH,
  measure: (samples, quantity) =>
    figure(quantity === cpuOf ? 'longestCpuMs' : 'longestMs', `${framework}, JSON`)(samples),
  floor: none,
});

/** @type {Target[]} */
export const TARGETS = [
  onTop('import', 'express'),
  onTop('require', 'express'),
  ...OWN.map(waiting),
  againstPeer('Express 5', 'orpc', 1.15),
  againstPeer('Express 5', 'trpc', 1.5),
  againstPeer('Express 5', 'fastify-inject', 2),
  againstPeer('Koa 3', 'orpc', 1.4),
  againstPeer('Koa 3', 'trpc', 1.8),
  againstPeer('Koa 3', 'fastify-inject', 2.4),
  againstHandler('Express 5', 2.5),
  againstHandler('Koa 3', 1.5),
  coreAlone,
  againstDispatcher('least-objects', 1.7),
  ...OWN.map(posted),
  ...OWN.map(large),
  ofOne('Express 5', 1.4),
  ofOne('Koa 3', 2.2),
  ...OWN.map(xml),
  ...Object.keys(TEXTS).map(xmlText),
  ...OWN.map(flat),
  ...OWN.map(lineMemory),
  ...OWN.map(lineRate),
  ...OWN.map(turn),
  ...['hono', 'h3', 'elysia', 'srvx'].map((dispatcher) => againstDispatcher(dispatcher, 0.5)),
];
