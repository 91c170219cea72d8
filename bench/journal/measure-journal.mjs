// What a journal costs a batch: ratios against the same endpoint without one, in the same run.
//
//   node bench/journal/measure-journal.mjs [--rounds 60] [--synchronous-commit off]
//
// One server process, one PostgreSQL and one Redis, which the program starts. Endpoints take turns, a batch each; of each endpoint the
// batch that took least time counts, because on a busy machine only that says what the work itself takes.
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Child } from '../measure/child.mjs';
import { describeMachine } from '../measure/machine.mjs';
import { spreadOf } from '../measure/statistics.mjs';
import { toFigure } from '../report/figures.mjs';
import { toTable } from '../report/table.mjs';
import { startPostgres, startRedis } from './database-servers.mjs';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '60' },
    'synchronous-commit': { type: 'string', default: 'on' },
  },
});
const rounds = Number(values.rounds);
const HANDLERS = { 'one INSERT': 'photos', nothing: 'nothing' };
const SIZES = [100, 300];
const ENDPOINTS = ['none', 'redis', 'postgres', 'exact'];
const WARM_UP_ROUNDS = 10;

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
  const postgres = await startPostgres(values['synchronous-commit']);
  stops.push(() => postgres.stop());
  const redis = await startRedis();
  stops.push(() => redis.stop());
  const server = new Child(new URL('server.mjs', import.meta.url), 'journal');
  stops.push(() => server.end());
  const port = await server.ask({ postgres: postgres.folder, redis: join(redis.folder, 'socket') });
  const rows = [];
  for (const [title, route] of Object.entries(HANDLERS)) {
    for (const operations of SIZES) rows.push(...(await compare(server, { port, title, route, operations })));
  }
  const { cpu, cores, node, date } = describeMachine();
  console.log(`${date}: ${cpu}, ${cores} cores; Node ${node}; ${rounds} rounds\n`);
  console.log(
    toTable(
      ['handler, operations', 'journal', 'ms, least', 'time', 'time, median', 'CPU of the server', 'writes'],
      rows,
    ),
  );
}

async function compare(server, { port, title, route, operations }) {
  const body = toBatch(route, operations);
  const samples = new Map(ENDPOINTS.map((name) => [name, []]));
  for (let round = -WARM_UP_ROUNDS; round < rounds; round += 1) {
    const first = Math.abs(round) % ENDPOINTS.length;
    for (const name of [...ENDPOINTS.slice(first), ...ENDPOINTS.slice(0, first)]) {
      const sample = await measure(server, { port, name, body });
      if (round >= 0) samples.get(name).push(sample);
    }
  }
  const spread = (name, member) => spreadOf(samples.get(name).map((sample) => sample[member]));
  return ENDPOINTS.map((name) => [
    `${title}, ${operations}`,
    name,
    toFigure(spread(name, 'ms').min),
    (spread(name, 'ms').min / spread('none', 'ms').min).toFixed(2),
    (spread(name, 'ms').median / spread('none', 'ms').median).toFixed(2),
    (spread(name, 'cpu').min / spread('none', 'cpu').min).toFixed(2),
    name === 'none' ? '' : toFigure(spread(name, 'writes').median),
  ]);
}

function toBatch(route, operations) {
  const requests = Array.from({ length: operations }, (_, index) => ({
    id: String(index),
    method: 'POST',
    url: `/${route}/tram-${index}`,
  }));
  return JSON.stringify({ requests });
}

/** Sends a batch with a key of its own. */
async function measure(server, { port, name, body }) {
  const before = await server.ask({});
  const started = performance.now();
  const headers = { 'content-type': 'application/json', 'idempotency-key': `"${randomUUID()}"` };
  const response = await fetch(`http://127.0.0.1:${port}/${name}/batch`, { method: 'POST', headers, body });
  const text = await response.text();
  const ms = performance.now() - started;
  const { summary } = JSON.parse(text);
  if (summary === undefined || summary.succeeded !== summary.total) throw new Error(text);
  const after = await server.ask({});
  return {
    ms,
    cpu: after.microseconds - before.microseconds,
    writes: name === 'none' ? 0 : after.writes[name] - before.writes[name],
  };
}
