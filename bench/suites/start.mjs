import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { measureColdStart } from '../measure/cold-start.mjs';
import { cpuOf, ratioOf, spreadOf, timeOf } from '../measure/statistics.mjs';
import { toRatio } from '../report/figures.mjs';
import { toTable } from '../report/table.mjs';

export const title = 'Start: loading ours on top of a framework, and the first answer of a new process';

const SCRIPT = fileURLToPath(new URL('../workloads/load-time.mjs', import.meta.url));
const ROUNDS = 9;

const FRAMEWORKS = { 'Express 5': 'express', 'Koa 3': 'koa' };
const WAYS = ['import', 'require'];

/** The name that samples of loading a framework have, or of ours on top of it. */
export const loadName = (way, framework, isOurs) =>
  `${way}: ${isOurs ? `@multistatus/${FRAMEWORKS[framework]} on top` : framework}`;

/** The name that samples of a first answer have. */
export const coldName = (framework, hasBatch) =>
  hasBatch ? `first answer: 207, ${framework} with batch()` : `first answer: 200, ${framework} alone`;

/** @param {import('./suites.mjs').Setting} setting */
export async function measure({ quick, tell }) {
  const samples = new Map();
  const add = (name, sample) => samples.set(name, [...(samples.get(name) ?? []), sample]);
  for (let round = 1; round <= (quick ? 3 : ROUNDS); round += 1) {
    tell(`round ${round}`);
    for (const framework of Object.keys(FRAMEWORKS)) {
      for (const way of WAYS) {
        const [alone, ours] = await load(way, FRAMEWORKS[framework]);
        add(loadName(way, framework, false), alone);
        add(loadName(way, framework, true), ours);
      }
      for (const hasBatch of [false, true]) {
        add(coldName(framework, hasBatch), await measureColdStart(toColdContender(framework, hasBatch)));
      }
    }
  }
  return samples;
}

async function load(way, framework) {
  const words = [SCRIPT, way, framework, `@multistatus/${framework}`];
  const { stdout } = await promisify(execFile)(process.execPath, words);
  return JSON.parse(stdout);
}

const toColdContender = (framework, hasBatch) => ({
  name: coldName(framework, hasBatch),
  contender: 'fresh-app',
  exchange: hasBatch ? 'json' : 'single',
  options: { framework: FRAMEWORKS[framework], hasBatch },
});

/** @param {Map<string, import('../measure/statistics.mjs').Sample[]>} samples */
export function toText(samples) {
  const rows = [];
  for (const framework of Object.keys(FRAMEWORKS)) {
    for (const way of WAYS) {
      rows.push(
        ...[false, true].map((isOurs) => [loadName(way, framework, isOurs), loadName(way, framework, false)]),
      );
    }
    rows.push(
      ...[false, true].map((hasBatch) => [coldName(framework, hasBatch), coldName(framework, false)]),
    );
  }
  const milliseconds = (measured, quantity) =>
    toRatio(spreadOf(measured.map((sample) => quantity(sample) / 1_000)));
  return toTable(
    ['', 'ms', 'CPU ms', 'time ÷ framework alone', 'CPU ÷ framework alone'],
    rows.map(([name, base]) => {
      const [measured, alone] = [samples.get(name), samples.get(base)];
      const ratios = [timeOf, cpuOf].map((quantity) =>
        name === base ? '1' : toRatio(ratioOf(measured, alone, quantity)),
      );
      return [name, milliseconds(measured, timeOf), milliseconds(measured, cpuOf), ...ratios];
    }),
  );
}
