// Whether a server keeps anything of batches whose clients leave in the middle: heap, timers, sockets, rejections.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { batch as expressBatch, getOperation } from '@multistatus/express';
import { batch as koaBatch } from '@multistatus/koa';
import express from 'express';
import Koa from 'koa';

const BATCHES = 10_000;
/** Batches before the first that counts: code is compiled and caches are filled. */
const WARM_UP = 3_000;
const STEP = 1_000;
/** Bytes per batch; one operation that is kept in every tenth batch is several times as much. */
const FLAT_BELOW = 100;

const counts = { entered: 0, running: 0, unhandled: 0 };
process.on('unhandledRejection', () => {
  counts.unhandled += 1;
});

/** Answers after some timer turns, even if the client has left, or never on its own. */
function answer(req, res) {
  counts.entered += 1;
  counts.running += 1;
  res.once('close', () => {
    counts.running -= 1;
  });
  if (req.url === '/never') getOperation(req)?.signal.addEventListener('abort', () => res.end());
  else if (req.url === '/stream') stream(res, 5);
  else if (req.url === '/later') setTimeout(() => res.end('later'), Math.random() * 20);
  else res.end('now');
}

function stream(res, left) {
  if (left === 0 || res.destroyed) res.end();
  else res.write('x'.repeat(1_000), () => setTimeout(stream, 2, res, left - 1));
}

const koa = new Koa();
koa.silent = true; // it prints a stack for every client that leaves before its request is whole

const HANDLERS = {
  'Express 5': express()
    .use('/batch', expressBatch())
    .use(express.json())
    .use((req, res) => answer(req, res)),
  'Koa 3': koa
    .use(koaBatch({ path: '/batch' }))
    .use((ctx) => {
      ctx.respond = false;
      ctx.res.statusCode = 200;
      answer(ctx.req, ctx.res);
    })
    .callback(),
};

async function measure(name, handler) {
  const server = createServer(handler).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const clients = new Worker(new URL('aborting-clients.mjs', import.meta.url), {
    workerData: server.address().port,
  });
  const abort = async (batches) => {
    clients.postMessage(batches);
    await once(clients, 'message');
    await settled(server);
  };
  await abort(WARM_UP);
  const points = [];
  for (let done = STEP; done <= BATCHES; done += STEP) {
    await abort(STEP);
    const bytes = heapAfterCollection();
    points.push([done, bytes]);
    console.log(`${name}  ${String(done).padStart(6)} batches  ${(bytes / 1e6).toFixed(2)} MB`);
  }
  await clients.terminate();
  server.close();
  await once(server, 'close');
  const slope = slopeOf(points);
  const verdict = slope < FLAT_BELOW ? 'flat' : 'grows';
  console.log(`${name}  ${slope.toFixed(1)} bytes per batch: ${verdict}\n`);
  return verdict === 'flat';
}

/** Resolves when no connection is open and no handler runs. */
async function settled(server) {
  const connections = () =>
    new Promise((resolve, reject) => {
      server.getConnections((error, count) => (error ? reject(error) : resolve(count)));
    });
  while ((await connections()) > 0 || counts.running > 0) await nextTurn();
}

function heapAfterCollection() {
  for (let time = 0; time < 3; time += 1) globalThis.gc();
  return process.memoryUsage().heapUsed;
}

/** Least squares. */
function slopeOf(points) {
  const mean = (place) => points.reduce((sum, point) => sum + point[place], 0) / points.length;
  const [meanX, meanY] = [mean(0), mean(1)];
  const covariance = points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0);
  return covariance / points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
}

if (globalThis.gc === undefined) throw new Error('Run it as node --expose-gc bench/aborted-batches.mjs');
let isFlat = true;
for (const [name, handler] of Object.entries(HANDLERS)) isFlat = (await measure(name, handler)) && isFlat;
for (let turn = 0; turn < 2; turn += 1) await nextTurn(); // a handle goes in the last phase of a turn
const open = process
  .getActiveResourcesInfo()
  .filter((resource) => /^(Timeout|Immediate|TCP|Message)/.test(resource));
console.log(`operations entered: ${counts.entered}`);
console.log(`unhandled rejections: ${counts.unhandled}`);
console.log(`open timers and sockets: ${open.length === 0 ? 'none' : open.join(', ')}`);
process.exitCode = isFlat && counts.unhandled === 0 && open.length === 0 ? 0 : 1;
