import { CURRENT } from '../guard/checkout.mjs';
import { measureInRounds } from '../measure/rounds.mjs';
import { cpuOf, ratioOf, spreadOf } from '../measure/statistics.mjs';
import { WorkSubject } from '../measure/work-subject.mjs';
import { toRatio } from '../report/figures.mjs';
import { toTable } from '../report/table.mjs';

export const title = 'The core alone, with answers at hand: batches of 100';

/** Names of what is measured here. */
export const CORE = {
  batch: 'createBatchHandler, 100 GETs',
  richBatch: 'createBatchHandler, with headers, bodies and dependencies',
  JSON: 'JSON.stringify of the finished answer',
  XML: 'concatenation of the finished XML',
};

/** @param {import('./suites.mjs').Setting} setting */
export async function measure({ pace, tell }) {
  const batches = ['batch', 'richBatch'].map((name) => ({
    name: CORE[name],
    workload: 'guard/workloads/core',
    options: { root: CURRENT, isPlain: name === 'batch' },
  }));
  const answers = ['JSON', 'XML'].map((format) => ({
    name: CORE[format],
    workload: 'workloads/serialise',
    options: { format: format.toLowerCase() },
  }));
  const { samples } = await measureInRounds(
    [...batches, ...answers].map((work) => new WorkSubject(work)),
    pace({ rounds: 7, warmUp: 1, window: 0.15 }),
    tell,
  );
  return samples;
}

/** @param {Map<string, import('../measure/statistics.mjs').Sample[]>} samples */
export function toText(samples) {
  const base = samples.get(CORE.JSON);
  const rows = Array.from(samples, ([name, measured]) => [
    name,
    toRatio(spreadOf(measured.map(cpuOf))),
    measured === base ? '1' : toRatio(ratioOf(measured, base, cpuOf)),
  ]);
  return toTable(['', 'CPU µs an operation', `÷ ${CORE.JSON}`], rows);
}
