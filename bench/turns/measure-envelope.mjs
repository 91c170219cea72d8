// Prints how long the event loop is busy at a time while an envelope is accepted, run and answered. Its target answers in the next turn.
//
//   node --expose-gc bench/turns/measure-envelope.mjs <root of a build> [name ...]
//
// Measures those of ENVELOPES that are named; by default all.

import { resolve } from 'node:path';
import { PerformanceObserver, performance } from 'node:perf_hooks';
import { pathToFileURL } from 'node:url';
import { ENVELOPES } from './envelopes.mjs';

const [directory, ...names] = process.argv.slice(2);
const adapter = `${resolve(directory)}/packages/core/dist/adapter.js`;
const { createBatchHandler } = await import(pathToFileURL(adapter).href);
const ROUNDS = 3;

const collections = [];
new PerformanceObserver((list) => {
  for (const { startTime, duration } of list.getEntries()) collections.push({ startTime, duration });
}).observe({ entryTypes: ['gc'] });

/** Returns the turns of the event loop during `work`: when each began and ended, and its processor time, in milliseconds. */
async function recordTurns(work) {
  const turns = [];
  let isRunning = true;
  let since = performance.now();
  let last = process.cpuUsage();
  const probed = new Promise((ended) => {
    (function probe() {
      const { user, system } = process.cpuUsage(last);
      const now = performance.now();
      turns.push({ since, until: now, cpu: (user + system) / 1000 });
      since = performance.now();
      last = process.cpuUsage();
      if (isRunning) setImmediate(probe);
      else ended();
    })();
  });
  const result = await work();
  isRunning = false;
  await probed;
  return { turns, result };
}

/**
 * Returns the longest turn, and how long the garbage collector took in it. By processor time, because the duration of a turn includes
 * what other processes do.
 */
function longestOf(turns) {
  const { since, until, cpu } = turns.reduce((a, b) => (b.cpu > a.cpu ? b : a));
  let collecting = 0;
  for (const { startTime, duration } of collections)
    if (startTime >= since && startTime < until) collecting += duration;
  return { longest: cpu, collecting };
}

const answer = {
  status: 200,
  headers: { 'content-type': 'application/json; charset=utf-8' },
  body: Buffer.from(JSON.stringify({ id: 7, title: 'Tram 28', text: 'x'.repeat(980) })),
  isBodyTooLarge: false,
};

async function post(handle, bytes) {
  const signal = new AbortController().signal;
  const { status, body } = await handle(
    {
      method: 'POST',
      url: '/batch',
      headers: { host: 'localhost', 'content-type': 'application/json', accept: 'application/json' },
      body: { kind: 'stream', stream: piecesOf(bytes) },
      responseHeaders: {},
      isOperation: false,
      signal,
    },
    // In a turn of its own, as a request to an app.
    () => new Promise((resolve) => setImmediate(resolve, answer)),
  );
  if (typeof body !== 'string' && !(body instanceof Uint8Array) && body !== undefined)
    for await (const _piece of body);
  return status;
}

async function* piecesOf(bytes) {
  yield bytes;
}

const wanted = names.length === 0 ? Object.keys(ENVELOPES) : names;
for (const name of wanted) {
  const { limits, create } = ENVELOPES[name];
  const envelope = create();
  const handle = createBatchHandler({ limits });
  const results = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    globalThis.gc?.();
    const start = process.cpuUsage();
    const { turns, result } = await recordTurns(() => post(handle, envelope));
    const { user, system } = process.cpuUsage(start);
    await new Promise((done) => setTimeout(done, 5)); // for the observer of the collector
    results.push({
      status: result,
      ...longestOf(turns),
      total: (user + system) / 1000,
      count: turns.length,
    });
  }
  // The first round compiles.
  const { status, longest, collecting, total, count } = results.reduce((a, b) =>
    b.longest < a.longest ? b : a,
  );
  console.log(
    `${name.padEnd(36)} ${status}  ${(envelope.length / 1e6).toFixed(2).padStart(6)} MB  ` +
      `longest turn ${longest.toFixed(1).padStart(7)} ms, ${collecting.toFixed(1)} of them collecting (first time ${results[0].longest.toFixed(1)} ms)  ` +
      `processor time ${total.toFixed(0).padStart(5)} ms in ${count} turns`,
  );
}
process.exit();
