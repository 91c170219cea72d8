import { cpuOf, ratioOf, spreadOf, timeOf } from '../measure/statistics.mjs';
import { toFigure, toRatio } from '../report/figures.mjs';
import { toTable } from '../report/table.mjs';
import { measureHttp } from './measure-http.mjs';
import { own } from './own-contenders.mjs';

export const title = 'By operations in a batch: time an operation, against that in batches of 100';

const SIZES = [1, 10, 100, 1_000, 10_000];
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

/** @param {import('./suites.mjs').Setting} setting @returns {Promise<import('./suites.mjs').SuiteResult>} */
export async function run({ pace, tell }) {
  const samples = new Map();
  const rows = [];
  for (const { framework, way } of SERIES) {
    const measured = await measureHttp(
      SIZES.map((operations) => own(framework, way, { operations, suffix: `, ${operations}` })),
      pace({ rounds: 3, warmUp: 1.2, window: 0.15 }),
      (message) => tell(`${framework}, ${way}: ${message}`),
    );
    for (const [name, values] of measured) samples.set(name, values);
    rows.push(toRow('time', timeOf), toRow('CPU', cpuOf));

    function toRow(word, quantity) {
      const base = measured.get(sizeName(framework, way, BASE));
      const cells = SIZES.map((size) =>
        size === BASE ? '1' : toRatio(ratioOf(measured.get(sizeName(framework, way, size)), base, quantity)),
      );
      return [`${framework}, ${way}: ${word}`, toFigure(spreadOf(base.map(quantity)).median), ...cells];
    }
  }
  return { samples, text: toTable(['', `µs at ${BASE}`, ...SIZES.map(String)], rows) };
}
