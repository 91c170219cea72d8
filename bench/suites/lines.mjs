import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { spreadOf } from '../measure/statistics.mjs';
import { toFigure, toRatio } from '../report/figures.mjs';
import { toTable } from '../report/table.mjs';

export const title = 'Bulk over a stream of NDJSON';

const LINES = '150000';
const ROUNDS = 3;
const SCRIPT = fileURLToPath(new URL('../bulk-million-lines.mjs', import.meta.url));

/**
 * The samples are what the script prints: records, one for each round.
 *
 * @param {import('./suites.mjs').Setting} setting
 */
export async function measure({ tell, quick }) {
  const lines = quick ? '50000' : LINES;
  const samples = new Map([
    ['Express 5', []],
    ['Koa 3', []],
  ]);
  for (let round = 1; round <= (quick ? 1 : ROUNDS); round += 1) {
    tell(`round ${round}, ${lines} lines each`);
    for (const [name, records] of samples) {
      const framework = name === 'Koa 3' ? 'koa' : 'express';
      const { stdout } = await promisify(execFile)(process.execPath, [SCRIPT, lines, framework, '--json']);
      records.push(JSON.parse(stdout));
    }
  }
  return samples;
}

/** @param {Map<string, object[]>} samples */
export function toText(samples) {
  const rows = Array.from(samples, ([name, records]) => [
    name,
    toFigure(records[0].lines),
    ...['linesPerSecond', 'maxMegabytes', 'flatness'].map((property) =>
      toRatio(spreadOf(records.map((record) => record[property]))),
    ),
  ]);
  return toTable(['', 'lines', 'lines/s', 'MB resident at most', 'last third ÷ middle third'], rows);
}
