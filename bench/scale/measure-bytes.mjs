// What requests that are answered later need in Redis, and what an operation takes a worker: measures the figures that simulate.mjs
// computes with, prints them, and writes them to measured.json.
//
//   node bench/scale/measure-bytes.mjs
//
// Operations have 154 bytes, outcomes 157; there are 50 in a job. What a record has besides them follows from
// batches of 100 and of 1,000.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { endOf, startBatch, toBatch } from '../async/send-batch.mjs';
import { startRedis } from '../journal/database-servers.mjs';
import { Child } from '../measure/child.mjs';

/** The memory of the largest common servers for Redis. */
const BYTES_OF_SERVER = 32_000_000_000;
const OPERATIONS = 20_000;
const SMALL = 100;
const LARGE = 1_000;
const PROGRAM = new URL('../async/process.mjs', import.meta.url);

const stops = [];
try {
  await main();
} finally {
  for (const stop of stops.reverse()) await stop();
}

async function main() {
  const small = await measure(SMALL);
  const large = await measure(LARGE);
  const bytesKept = (large.kept - small.kept) / (LARGE - SMALL);
  const measured = {
    bytesWaiting: Math.round(small.waiting / SMALL),
    bytesKept: Math.round(bytesKept),
    bytesOfRecord: Math.round(small.kept - SMALL * bytesKept),
    millisecondsPerOperation: Number(small.milliseconds.toFixed(3)),
    bytesOfServer: BYTES_OF_SERVER,
  };
  console.log(`${small.bytesSent} bytes of an operation, ${small.bytesAnswered} of an outcome`);
  console.log(JSON.stringify(measured, undefined, 2));
  await writeFile(new URL('measured.json', import.meta.url), `${JSON.stringify(measured, undefined, 2)}\n`);
}

/** Returns the bytes of one batch of so many operations while it waits and when it has ended, and what an operation takes. */
async function measure(operations) {
  const redis = await startRedis();
  stops.push(() => redis.stop());
  const path = join(redis.folder, 'socket');
  const client = new Redis({ path });
  stops.push(() => client.disconnect());
  const start = async (role) => {
    const child = new Child(PROGRAM, role);
    stops.push(() => child.end());
    return [child, await child.ask({ role, redis: path })];
  };
  const [, port] = await start('web');
  const body = toBatch(operations);
  const batches = OPERATIONS / operations;
  const sendAll = async () => {
    const monitors = [];
    for (let count = 0; count < batches; count += 1) monitors.push(await startBatch(port, body));
    return monitors;
  };
  // Scripts, connections and keys that there are once.
  const first = await startBatch(port, body);
  const empty = await bytesOf(client);
  const monitors = await sendAll();
  const waiting = (await bytesOf(client)) - empty;
  const [worker] = await start('worker');
  await endOf(port, first);
  const { microseconds: before } = await worker.ask({});
  let text = '';
  for (const monitor of monitors) text = await endOf(port, monitor);
  const { microseconds: after } = await worker.ask({});
  const kept = (await bytesOf(client)) - empty;
  return {
    waiting: waiting / batches,
    kept: kept / batches,
    milliseconds: (after - before) / 1_000 / OPERATIONS,
    bytesSent: Buffer.byteLength(JSON.stringify(JSON.parse(body).requests[0])),
    bytesAnswered: Buffer.byteLength(JSON.stringify(JSON.parse(text).responses[0])),
  };
}

async function bytesOf(client) {
  const [, bytes] = /^used_memory:(\d+)/m.exec(await client.info('memory'));
  return Number(bytes);
}
