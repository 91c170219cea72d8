// How many workers and how much memory of Redis requests that are answered later need, for 10^6 to 10^9 operations a day.
//
//   node bench/scale/simulate.mjs [--peak 5] [--wait 60] [--retention 24] [--milliseconds 1] [--operations-per-batch 100]
//
// `--peak` is the busiest minute in relation to the average, `--wait` the seconds that a job may wait at the peak, `--retention` the
// hours for which outcomes are kept, `--milliseconds` the processor time of an operation in your app. The bytes are measured:
// `measured.json` is written by measure-bytes.mjs.
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { toTable } from '../report/table.mjs';
import { simulateDays, workersFor } from './simulate-day.mjs';

const { values } = parseArgs({
  options: {
    peak: { type: 'string', default: '5' },
    wait: { type: 'string', default: '60' },
    retention: { type: 'string', default: '24' },
    milliseconds: { type: 'string', default: '1' },
    'operations-per-batch': { type: 'string', default: '100' },
  },
});
const measured = JSON.parse(await readFile(new URL('measured.json', import.meta.url), 'utf8'));
const settings = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, Number(value)]));
for (const [name, value] of Object.entries(settings)) {
  if (!(value > 0)) throw new RangeError(`--${name} must be a positive number, got ${values[name]}`);
}

const rows = [1e6, 1e7, 1e8, 1e9].map((operationsPerDay) => {
  const load = {
    operationsPerDay,
    peak: settings.peak,
    operationsPerSecond: 1000 / (settings.milliseconds + measured.millisecondsPerOperation),
    retentionHours: settings.retention,
  };
  const workers = workersFor(load, settings.wait);
  const { mostWaiting, mostKept, longestWaitSeconds } = simulateDays({ ...load, workers });
  const records = mostKept / settings['operations-per-batch'];
  const bytes = {
    waiting: mostWaiting * measured.bytesWaiting,
    kept: mostKept * measured.bytesKept + records * measured.bytesOfRecord,
  };
  return [
    operationsPerDay.toExponential(0).replace('e+', ' x 10^').replace('1 x ', ''),
    Math.round((operationsPerDay / 86_400) * settings.peak).toLocaleString('en'),
    workers.toLocaleString('en'),
    `${Math.round(longestWaitSeconds)} s`,
    toBytes(bytes.waiting),
    toBytes(bytes.kept),
    Math.ceil((bytes.waiting + bytes.kept) / measured.bytesOfServer).toLocaleString('en'),
  ];
});
console.log(
  toTable(
    [
      'operations a day',
      'peak, op/s',
      'workers',
      'longest wait',
      'waiting',
      'kept',
      'Redis servers of 32 GB',
    ],
    rows,
  ),
);

function toBytes(bytes) {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const power = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  return `${Number((bytes / 1000 ** power).toPrecision(2))} ${units[power]}`;
}
