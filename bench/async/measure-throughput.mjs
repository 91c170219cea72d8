// How many operations a second a batch of 10 000 POSTs has when it is answered at once, in the process that took it, and when workers
// run it: ratios within one run.
//
//   node bench/async/measure-throughput.mjs [--rounds 5] [--operations 10000]
//
// One Redis, one web process and up to two workers, which the program starts. On a machine with two cores, two workers share them with
// Redis and the web process.
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startRedis } from '../journal/database-servers.mjs';
import { Child } from '../measure/child.mjs';
import { describeMachine } from '../measure/machine.mjs';
import { spreadOf } from '../measure/statistics.mjs';
import { toFigure } from '../report/figures.mjs';
import { toTable } from '../report/table.mjs';
import { endOf, sendBatch, startBatch, toBatch } from './send-batch.mjs';

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '5' }, operations: { type: 'string', default: '10000' } },
});
const rounds = Number(values.rounds);
const operations = Number(values.operations);
const body = toBatch(operations);
const PROGRAM = new URL('process.mjs', import.meta.url);

const interrupted = new Promise((_resolve, reject) => {
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => reject(new Error(signal)));
});
const stops = [];
try {
  await Promise.race([main(), interrupted]);
} finally {
  for (const stop of stops.reverse()) await stop();
}

async function main() {
  const redis = await startRedis();
  stops.push(() => redis.stop());
  const path = join(redis.folder, 'socket');
  const [web, port] = await start('web', path);
  const atOnce = (endpoint, headers) => () => sendBatch(port, { path: endpoint, body, headers: headers?.() });
  const later = async () => endOf(port, await startBatch(port, body));
  const key = () => ({ 'idempotency-key': `"${randomUUID()}"` });
  const rows = new Map();
  const measure = async (name, work, processes) => {
    const samples = [];
    await work(); // compiles
    for (let round = 0; round < rounds; round += 1) {
      const before = await cpuOf(processes);
      const started = performance.now();
      await work();
      const seconds = (performance.now() - started) / 1_000;
      samples.push({ rate: operations / seconds, cpu: ((await cpuOf(processes)) - before) / operations });
    }
    rows.set(name, samples);
  };
  await measure('at once', atOnce('/plain'), [web]);
  await measure('at once, with a journal in Redis', atOnce('/kept', key), [web]);
  const [first] = await start('worker', path);
  await measure('one worker', later, [web, first]);
  const [second] = await start('worker', path);
  await measure('two workers', later, [web, first, second]);

  const spread = (name, member) => spreadOf(rows.get(name).map((sample) => sample[member]));
  const { cpu, cores, node, date } = describeMachine();
  console.log(`${date}: ${cpu}, ${cores} cores; Node ${node}; ${rounds} rounds of ${operations} POSTs\n`);
  const table = [...rows.keys()].map((name) => [
    name,
    toFigure(spread(name, 'rate').median),
    toFigure(spread(name, 'rate').max),
    (spread(name, 'rate').median / spread('at once', 'rate').median).toFixed(2),
    (spread(name, 'rate').max / spread('at once', 'rate').max).toFixed(2),
    toFigure(spread(name, 'cpu').min),
  ]);
  const head = [
    '10 000 POSTs',
    'op/s, median',
    'op/s, most',
    'ratio, median',
    'ratio, most',
    'CPU µs an operation',
  ];
  console.log(toTable(head, table));
}

async function start(role, redis) {
  const child = new Child(PROGRAM, role);
  stops.push(() => child.end());
  return [child, await child.ask({ role, redis })];
}

async function cpuOf(processes) {
  const used = await Promise.all(processes.map((each) => each.ask({})));
  return used.reduce((sum, { microseconds }) => sum + microseconds, 0);
}
