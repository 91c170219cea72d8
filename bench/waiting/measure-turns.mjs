// Prints the longest turns of the event loop during a batch of 10 000 operations with answers of 1 KB.
//
//   node bench/waiting/measure-turns.mjs [root of a build, default .]
//
// A turn is measured by the processor time of the process: on a busy machine, its duration includes what other programs do. The
// garbage collector is counted too, and printed beside.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { PerformanceObserver } from 'node:perf_hooks';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { runLoad } from './load.mjs';

const OPERATIONS = 10_000;
const BATCHES = 8;

if (process.send === undefined) await measure();
else await sendBatches();

async function sendBatches() {
  const [port] = await once(process, 'message');
  await runLoad({
    port,
    endpoint: '/batch',
    urlOf: (id) => `/photos/${id}`,
    clients: 1,
    operations: OPERATIONS,
    batches: BATCHES,
    ms: Number.POSITIVE_INFINITY,
  });
  process.disconnect();
}

async function measure() {
  const root = resolve(process.argv[2] ?? '.');
  const express = createRequire(`${root}/test/package.json`)('express');
  const { batch } = await import(pathToFileURL(`${root}/packages/express/dist/index.js`).href);
  const text = 'x'.repeat(1_000);
  const steps = [];
  const mark = (name) => steps.push([performance.now(), name]);
  const app = express();
  let left = 0;
  app.use('/batch', (_req, res, next) => {
    left = OPERATIONS;
    mark('body arrives');
    res.once('close', () => mark('sent'));
    next();
  });
  app.use(
    '/batch',
    batch({ limits: { maxOperations: OPERATIONS, maxBodyBytes: 2 ** 24, maxResponseBytes: 2 ** 26 } }),
  );
  app.get('/photos/:id', (req, res) => {
    if (left === OPERATIONS) mark('runs');
    left -= 1;
    if (left === 0) mark('is answered');
    res.json({ id: req.params.id, text });
  });
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const collections = [];
  new PerformanceObserver((list) => collections.push(...list.getEntries())).observe({ entryTypes: ['gc'] });
  const turns = [];
  let isRunning = true;
  let last = process.cpuUsage();
  let began = performance.now();
  (function probe() {
    const { user, system } = process.cpuUsage(last);
    const now = performance.now();
    turns.push({ began, ended: now, ms: (user + system) / 1_000 });
    last = process.cpuUsage();
    began = now;
    if (isRunning) setImmediate(probe);
  })();
  const client = fork(fileURLToPath(import.meta.url));
  client.send(server.address().port);
  await once(client, 'disconnect');
  isRunning = false;
  await new Promise((done) => setTimeout(done, 10));
  server.close();
  report({ turns, steps, collections });
  process.exit();
}

/** The first batches warm up. */
function report({ turns, steps, collections }) {
  const begins = steps.filter(([, name]) => name === 'body arrives').map(([time]) => time);
  const start = begins[BATCHES / 2];
  const longest = turns
    .filter(({ began }) => began > start)
    .sort((a, b) => b.ms - a.ms)
    .slice(0, 12);
  for (const { began, ended, ms } of longest) {
    const step = steps.findLast(([time]) => time <= began)?.[1];
    const gc = collections
      .filter(({ startTime }) => startTime >= began && startTime < ended)
      .reduce((sum, { duration }) => sum + duration, 0);
    console.log(`${ms.toFixed(1)} ms (${gc.toFixed(1)} ms of it collect garbage) after the batch ${step}`);
  }
}
