// How long an adapter takes to load, beside its framework, and how long a process takes from its start to its first answer.
//
//   node bench/start/measure-start.mjs [rounds]
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { request } from 'node:http';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { cpuOf, ratioOf, timeOf } from '../measure/statistics.mjs';
import { toFigure, toRatio } from '../report/figures.mjs';
import { toTable } from '../report/table.mjs';

const FRAMEWORKS = { express: 'Express 5', koa: 'Koa 3' };
const WAYS = ['import', 'require'];
const FORMATS = { JSON: 'application/json', XML: 'application/xml' };
const BATCH = JSON.stringify({ requests: [{ method: 'GET', url: '/photos/1' }] });

/** Names of samples: `Express 5, import`, `@multistatus/express, import`, `Express 5, first answer`, `@multistatus/express, first batch, JSON`. */
const SUBJECTS = Object.keys(FRAMEWORKS).flatMap((framework) => [
  ...WAYS.map((way) => () => loadOnce(framework, way)),
  () => answerOnce(framework),
  ...Object.keys(FORMATS).map((format) => () => answerOnce(framework, format)),
]);

/**
 * Measures each in fresh processes, which take turns, so that a sample of one and of another make a pair.
 *
 * @param {{ rounds?: number, tell?: (message: string) => void }} [setting]
 * @returns {Promise<Map<string, import('../measure/statistics.mjs').Sample[]>>} by the names of {@link PAIRS}
 */
export async function measureStart({ rounds = 9, tell = () => {} } = {}) {
  const samples = new Map();
  for (let round = 0; round < rounds; round += 1) {
    tell(`start: round ${round + 1} of ${rounds}`);
    for (const measure of SUBJECTS) {
      for (const [name, sample] of await measure()) samples.set(name, [...(samples.get(name) ?? []), sample]);
    }
  }
  return samples;
}

/** What is compared with what: the names of two samples. An adapter loads after its framework, in the same process. */
export const PAIRS = Object.entries(FRAMEWORKS).flatMap(([framework, title]) => [
  ...WAYS.map((way) => [`@multistatus/${framework}, ${way}`, `${title}, ${way}`]),
  ...Object.keys(FORMATS).map((format) => [
    `@multistatus/${framework}, first batch, ${format}`,
    `${title}, first answer`,
  ]),
]);

async function loadOnce(framework, way) {
  const program = pathOf('load-once.mjs');
  const { stdout } = await promisify(execFile)(process.execPath, [program, framework, way]);
  const [own, adapter] = JSON.parse(stdout);
  return [
    [`${FRAMEWORKS[framework]}, ${way}`, own],
    [`@multistatus/${framework}, ${way}`, adapter],
  ];
}

/** From the start of a process to the end of its first answer: to a batch, or without a format, to a request of the app alone. */
async function answerOnce(framework, format) {
  const isBatch = format !== undefined;
  const start = performance.now();
  const words = [pathOf('serve-once.mjs'), framework, isBatch ? 'batch' : 'alone'];
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const { value: port } = await lines.next();
  const status = await (isBatch ? post(port, FORMATS[format]) : get(port));
  const seconds = (performance.now() - start) / 1000;
  const { value: cpuMicroseconds } = await lines.next();
  await once(child, 'close');
  if (status !== (isBatch ? 207 : 200)) throw new Error(`${framework} answered ${status}`);
  const name = isBatch
    ? `@multistatus/${framework}, first batch, ${format}`
    : `${FRAMEWORKS[framework]}, first answer`;
  return [[name, { operations: 1, seconds, cpuMicroseconds: Number(cpuMicroseconds) }]];
}

const get = (port) => send(request({ host: '127.0.0.1', port, path: '/photos/1' }));

function post(port, accept) {
  const headers = { 'content-type': 'application/json', accept };
  return send(request({ host: '127.0.0.1', port, path: '/batch', method: 'POST', headers }), BATCH);
}

async function send(req, body) {
  req.end(body);
  const [res] = await once(req, 'response');
  res.resume();
  await once(res, 'end');
  return res.statusCode;
}

function pathOf(name) {
  return fileURLToPath(new URL(name, import.meta.url));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const rounds = Number(process.argv[2] ?? 9);
  const samples = await measureStart({ rounds, tell: (message) => process.stderr.write(`${message}\n`) });
  const median = (name) =>
    [timeOf, cpuOf].map((quantity) => middleOf(samples.get(name).map(quantity)) / 1000);
  const rows = PAIRS.map(([ours, theirs]) => [
    ours,
    ...median(ours).map(toFigure),
    theirs,
    ...median(theirs).map(toFigure),
    ...[timeOf, cpuOf].map((quantity) => toRatio(ratioOf(samples.get(ours), samples.get(theirs), quantity))),
  ]);
  console.log(toTable(['', 'ms', 'CPU ms', 'against', 'ms', 'CPU ms', 'time', 'CPU'], rows));
}

function middleOf(values) {
  return values.toSorted((a, b) => a - b)[values.length >> 1];
}
