// Prints what `limits.concurrency` does to batches, and to the single requests beside them.
//
//   node bench/waiting/measure-waiting.mjs [--work postgres,timer,compute,upstream,line] [--clients 1,2,4] [--rounds 6]
//     [--settings 8,10,12,16,32,100,auto] [--pool 10] [--seconds 1]
//
// One server with one endpoint for each setting, and one PostgreSQL, which the program starts. The endpoints take turns, a slice of
// time each, in every round.
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { startPostgres } from '../journal/database-servers.mjs';
import { Child } from '../measure/child.mjs';
import { quantile, spreadOf } from '../measure/statistics.mjs';
import { toTable } from '../report/table.mjs';
import { runLoad } from './load.mjs';

const { values } = parseArgs({
  options: {
    work: { type: 'string', default: 'postgres,timer,compute,upstream,line' },
    clients: { type: 'string', default: '1,2,4' },
    settings: { type: 'string', default: '8,10,12,16,32,100,auto' },
    rounds: { type: 'string', default: '6' },
    seconds: { type: 'string', default: '1' },
    pool: { type: 'string', default: '10' },
  },
});
const OPERATIONS = 100;
const SINGLE_EVERY_MS = 10;
/** The endpoint that others are compared with. */
const BASE = '8';

const settings = values.settings.split(',');
const stops = [];
try {
  await main();
} finally {
  for (const stop of stops.reverse()) await stop();
}

async function main() {
  const works = values.work.split(',');
  const server = await startServer(works.includes('postgres'));
  const rows = [];
  for (const work of works) {
    for (const clients of values.clients.split(',')) {
      rows.push(...(await compare(server, { work, clients: Number(clients) })));
    }
  }
  const { model } = cpus()[0];
  console.log(
    `${cpus().length} cores, ${model}; Node ${process.version}; pool of ${values.pool}; ${values.rounds} rounds\n`,
  );
  const head = [
    'work, clients',
    'concurrency',
    'single p50',
    'p99',
    `p99 to ${BASE}`,
    'batch p50',
    `to ${BASE}`,
  ];
  console.log(toTable(head, rows));
}

/** @returns {Promise<number>} the port */
async function startServer(needsPostgres) {
  const start = async (file, request) => {
    const child = new Child(new URL(file, import.meta.url), file);
    stops.push(() => child.end());
    return child.ask(request);
  };
  const postgres = needsPostgres ? await startPostgres('on') : undefined;
  if (postgres !== undefined) stops.push(() => postgres.stop());
  return start('server.mjs', {
    postgres: postgres?.folder,
    poolSize: Number(values.pool),
    upstreamPort: await start('upstream.mjs', {}),
    settings: Object.fromEntries(
      settings.map((name) => [name, { concurrency: name === 'auto' ? name : Number(name) }]),
    ),
  });
}

async function compare(port, { work, clients }) {
  const seen = new Map(settings.map((name) => [name, []]));
  for (let round = -1; round < Number(values.rounds); round += 1) {
    for (const name of inTurn(settings, round + 1)) {
      const slice = await runLoad({
        port,
        endpoint: `/${name}/batch`,
        urlOf: (id) => `/${work}/${id}`,
        clients,
        operations: OPERATIONS,
        ms: Number(values.seconds) * 1_000,
        singleEveryMs: SINGLE_EVERY_MS,
      });
      if (round >= 0) seen.get(name).push(slice); // the one before warms up
    }
  }
  const figures = new Map([...seen].map(([name, slices]) => [name, figuresOf(slices)]));
  const base = figures.get(BASE) ?? [...figures.values()][0];
  return [...figures].map(([name, { p50, p99, batch }]) => [
    `${work}, ${clients}`,
    name,
    `${p50.toFixed(1)} ms`,
    `${p99.toFixed(1)} ms`,
    (p99 / base.p99).toFixed(2),
    `${batch.toFixed(1)} ms`,
    (batch / base.batch).toFixed(2),
  ]);
}

/** Each figure is the median over slices: in one of them, another program on the machine may have been busy. */
function figuresOf(slices) {
  const median = (figureOf) => spreadOf(slices.map(figureOf)).median;
  return {
    p50: median(({ singles }) => quantile(sorted(singles), 0.5)),
    p99: median(({ singles }) => quantile(sorted(singles), 0.99)),
    batch: median(({ batches }) => quantile(sorted(batches), 0.5)),
  };
}

function sorted(times) {
  return times.toSorted((a, b) => a - b);
}

/** The next setting begins in each round. */
function inTurn(names, round) {
  const first = round % names.length;
  return [...names.slice(first), ...names.slice(0, first)];
}
