// Prints how long small batches and single requests take beside many large batches, and alone.
//
//   node bench/waiting/measure-fairness.mjs [--large 99] [--operations 1000] [--work timer] [--seconds 10] [--concurrency auto]
import { parseArgs } from 'node:util';
import { Child } from '../measure/child.mjs';
import { quantile } from '../measure/statistics.mjs';
import { toTable } from '../report/table.mjs';
import { runLoad } from './load.mjs';

const { values } = parseArgs({
  options: {
    large: { type: 'string', default: '99' },
    operations: { type: 'string', default: '1000' },
    work: { type: 'string', default: 'timer' },
    seconds: { type: 'string', default: '10' },
    concurrency: { type: 'string', default: 'auto' },
  },
});
const SMALL_EVERY_MS = 50;
const SINGLE_EVERY_MS = 20;

const { concurrency, work } = values;
const server = new Child(new URL('server.mjs', import.meta.url), 'server');
try {
  const port = await server.ask({
    settings: {
      all: {
        concurrency: concurrency === 'auto' ? concurrency : Number(concurrency),
        maxConcurrentRequests: 1_000,
        batchTimeoutMs: 600_000,
      },
    },
  });
  const load = (clients, seconds) =>
    runLoad({
      port,
      endpoint: '/all/batch',
      urlOf: (id) => `/${work}/${id}`,
      clients,
      operations: Number(values.operations),
      ms: seconds * 1_000,
      singleEveryMs: SINGLE_EVERY_MS,
      smallEveryMs: SMALL_EVERY_MS,
    });
  await load(1, 2); // warms up
  const rows = [
    ...rowsOf('alone', await load(0, Number(values.seconds) / 2)),
    ...rowsOf(`beside ${values.large} batches`, await load(Number(values.large), Number(values.seconds))),
  ];
  console.log(toTable(['', 'requests', 'p50', 'p99'], rows));
} finally {
  await server.end();
}

function rowsOf(name, { singles, small, batches }) {
  const kinds = {
    'single request': singles,
    'batch of 3': small,
    [`batch of ${values.operations}`]: batches,
  };
  return Object.entries(kinds)
    .filter(([, times]) => times.length > 0)
    .map(([kind, times]) => {
      const sorted = times.toSorted((a, b) => a - b);
      const ms = (share) => `${quantile(sorted, share).toFixed(0)} ms`;
      return [`${kind}, ${name}`, String(times.length), ms(0.5), ms(0.99)];
    });
}
