// What requests that are answered later need in Redis, and what an operation takes a worker: measures the figures that simulate.mjs
// computes with, prints them, and writes them to measured.json.
//
//   node bench/scale/measure-bytes.mjs
//
// Operations have 154 bytes, outcomes 157; there are 50 in a job, and 100 in a batch. The bytes are those that Redis needs for the keys,
// as MEMORY USAGE says. The time is processor time, of an app that does nothing but answer.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { endOf, startBatch, toBatch } from '../async/send-batch.mjs';
import { startRedis } from '../journal/database-servers.mjs';
import { Child } from '../measure/child.mjs';

const BYTES_OF_SERVER = 32_000_000_000;
const OPERATIONS = 100;
const WARM_UP_BATCHES = 20;
const BATCHES = 60;
const PROGRAM = new URL('../async/process.mjs', import.meta.url);

const stops = [];
try {
  await main();
} finally {
  for (const stop of stops.reverse()) await stop();
}

async function main() {
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
  const body = toBatch(OPERATIONS);
  const first = await startBatch(port, body);
  const waiting = await bytesOf(client, first);
  const [worker] = await start('worker');
  const answer = JSON.parse(await endOf(port, first));
  const ended = await bytesOf(client, first);

  const runAll = async (count) => {
    const before = (await worker.ask({})).microseconds;
    const monitors = [];
    for (let each = 0; each < count; each += 1) monitors.push(await startBatch(port, body));
    for (const monitor of monitors) await endOf(port, monitor);
    return ((await worker.ask({})).microseconds - before) / 1_000 / count / OPERATIONS;
  };
  await runAll(WARM_UP_BATCHES);
  const measured = {
    bytesWaiting: Math.round(waiting.jobs / OPERATIONS),
    bytesKept: Math.round(ended.jobs / OPERATIONS),
    bytesOfRecord: ended.record,
    millisecondsPerOperation: Number((await runAll(BATCHES)).toFixed(3)),
    bytesOfServer: BYTES_OF_SERVER,
  };
  const [sent] = JSON.parse(body).requests;
  const sizes = [sent, answer.responses[0]].map((value) => Buffer.byteLength(JSON.stringify(value)));
  console.log(`${sizes[0]} bytes of an operation, ${sizes[1]} of an outcome`);
  const text = JSON.stringify(measured, undefined, 2);
  console.log(text);
  await writeFile(new URL('measured.json', import.meta.url), `${text}\n`);
}

/** Returns the bytes of the keys of a batch: those of its jobs, here and in the queue, and those that it has once. */
async function bytesOf(client, monitor) {
  const ref = monitor.split('/').at(-1);
  const bytes = { jobs: 0, record: 0 };
  for (const key of await client.keys(`*${ref}*`)) {
    const usage = await client.memory('USAGE', key, 'SAMPLES', '0');
    const isOfJobs = /[.:]\d+(?::(?:in|\d+))?$|:events$/.test(key);
    bytes[isOfJobs ? 'jobs' : 'record'] += usage;
  }
  return bytes;
}
