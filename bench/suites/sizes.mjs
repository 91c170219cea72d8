import { cpuOf, ratioOf, spreadOf, timeOf } from '../measure/statistics.mjs';
import { toFigure, toRatio } from '../report/figures.mjs';
import { toTable } from '../report/table.mjs';
import { measureHttp } from './measure-http.mjs';
import { own } from './own-contenders.mjs';

export const title = 'By operations in a batch: time an operation, against that in batches of 100';

/** Operations in a batch. */
export const SIZES = [1, 10, 100, 1_000, 10_000];
const BASE = 100;

/** What XML costs with the size of a batch does not depend on the framework. */
const SERIES = [
  { framework: 'Express 5', way: 'JSON' },
  { framework: 'Express 5', way: 'XML' },
  { framework: 'Koa 3', way: 'JSON' },
];

/** The name that samples of one size have. */
export function sizeName(framework, way, operations) {
  return `${framework}, ${way}, ${operations}`;
}

/** @param {import('./suites.mjs').Setting} setting */
export async function measure({ pace, tell }) {
  const samples = new Map();
  for (const { framework, way } of SERIES) {
    const measured = await measureHttp(
      SIZES.map((operations) => own(framework, way, { operations, suffix: `, ${operations}` })),
      pace({ rounds: 3, warmUp: 1, window: 0.15 }),
      (message) => tell(`${framework}, ${way}: ${message}`),
    );
    for (const [name, values] of measured) samples.set(name, values);
  }
  return samples;
}

/** @param {Map<string, import('../measure/statistics.mjs').Sample[]>} samples */
export function toText(samples) {
  const rows = SERIES.flatMap(({ framework, way }) => {
    const base = samples.get(sizeName(framework, way, BASE));
    const toRow = (word, quantity) => [
      `${framework}, ${way}: ${word}`,
      toFigure(spreadOf(base.map(quantity)).median),
      ...SIZES.map((size) =>
        size === BASE ? '1' : toRatio(ratioOf(samples.get(sizeName(framework, way, size)), base, quantity)),
      ),
    ];
    return [toRow('time', timeOf), toRow('CPU', cpuOf)];
  });
  return toTable(['', `µs at ${BASE}`, ...SIZES.map(String)], rows);
}
