// What a journal costs a batch: ratios against the same endpoint without one, in the same run.
//
//   node bench/journal/measure-journal.mjs [--rounds 12] [--connections 1] [--synchronous-commit off]
//
// One server process, one PostgreSQL and one Redis, which the program starts. Endpoints take turns; of each the round that took
// least time counts, because on a busy machine only that says what the work itself takes.
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Child } from '../measure/child.mjs';
import { describeMachine } from '../measure/machine.mjs';
import { toFigure } from '../report/figures.mjs';
import { toTable } from '../report/table.mjs';
import { startPostgres, startRedis } from './database-servers.mjs';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '12' },
    connections: { type: 'string', default: '1' },
    'synchronous-commit': { type: 'string', default: 'on' },
  },
});
const [rounds, connections] = [Number(values.rounds), Number(values.connections)];
const HANDLERS = { 'one INSERT': 'photos', nothing: 'nothing' };
const SIZES = [100, 300];
const ENDPOINTS = ['none', 'redis', 'postgres'];
/** Operations of one measurement of one endpoint. */
const WINDOW = 1_200;
const WARM_UP_ROUNDS = 2;

const stops = [];
try {
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
      ['handler, operations', 'journal', 'ms a batch', 'time', 'CPU of the server', 'writes a batch'],
      rows,
    ),
  );
} finally {
  for (const stop of stops.reverse()) await stop();
}

async function compare(server, { port, title, route, operations }) {
  const batches = Math.ceil(WINDOW / operations);
  const least = new Map(ENDPOINTS.map((name) => [name, { ms: Infinity, cpu: Infinity, writes: 0 }]));
  for (let round = -WARM_UP_ROUNDS; round < rounds; round += 1) {
    const first = Math.abs(round) % ENDPOINTS.length;
    for (const name of [...ENDPOINTS.slice(first), ...ENDPOINTS.slice(0, first)]) {
      const sample = await measure(server, { port, name, route, operations, batches });
      if (round < 0) continue;
      const best = least.get(name);
      best.ms = Math.min(best.ms, sample.ms);
      best.cpu = Math.min(best.cpu, sample.cpu);
      best.writes = sample.writes;
    }
  }
  const base = least.get('none');
  return ENDPOINTS.map((name) => {
    const { ms, cpu, writes } = least.get(name);
    return [
      `${title}, ${operations}`,
      name,
      toFigure(ms),
      (ms / base.ms).toFixed(2),
      (cpu / base.cpu).toFixed(2),
      name === 'none' ? '' : toFigure(writes),
    ];
  });
}

/** Sends batches, a few at a time; each has a key of its own. */
async function measure(server, { port, name, route, operations, batches }) {
  const requests = Array.from({ length: operations }, (_, index) => ({
    id: String(index),
    method: 'POST',
    url: `/${route}/tram-${index}`,
  }));
  const body = JSON.stringify({ requests });
  const before = await server.ask({});
  const started = performance.now();
  let left = batches;
  const send = async () => {
    while (left > 0) {
      left -= 1;
      await post(`http://127.0.0.1:${port}/${name}/batch`, body);
    }
  };
  await Promise.all(Array.from({ length: connections }, send));
  const ms = (performance.now() - started) / batches;
  const after = await server.ask({});
  return {
    ms,
    cpu: (after.microseconds - before.microseconds) / batches,
    writes: name === 'none' ? 0 : (after.writes[name] - before.writes[name]) / batches,
  };
}

async function post(url, body) {
  const headers = { 'content-type': 'application/json', 'idempotency-key': `"${randomUUID()}"` };
  const response = await fetch(url, { method: 'POST', headers, body });
  const text = await response.text();
  if (response.status !== 207 || !text.includes('"succeeded"')) return;
  const { summary } = JSON.parse(text);
  if (summary?.failed > 0) throw new Error(text);
}
