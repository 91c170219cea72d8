import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { toFigure } from '../report/figures.mjs';
import { toTable } from '../report/table.mjs';

export const title = 'Bulk over a stream of NDJSON';

const SCRIPT = fileURLToPath(new URL('../bulk-million-lines.mjs', import.meta.url));

/**
 * The samples are what the script prints, one for each framework.
 *
 * @param {import('./suites.mjs').Setting} setting
 */
export async function measure({ tell, quick }) {
  const lines = quick ? '50000' : '200000';
  const samples = new Map();
  for (const framework of ['express', 'koa']) {
    tell(`${framework}: ${lines} lines`);
    const { stdout } = await promisify(execFile)(process.execPath, [SCRIPT, lines, framework, '--json']);
    samples.set(framework === 'koa' ? 'Koa 3' : 'Express 5', [JSON.parse(stdout)]);
  }
  return samples;
}

/** @param {Map<string, object[]>} samples */
export function toText(samples) {
  const rows = Array.from(samples, ([name, [figures]]) => [
    name,
    toFigure(figures.lines),
    toFigure(figures.linesPerSecond),
    toFigure(figures.maxMegabytes),
    toFigure(figures.flatness),
  ]);
  return toTable(['', 'lines', 'lines/s', 'MB resident at most', 'last third ÷ middle third'], rows);
}
