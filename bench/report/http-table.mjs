import { cpuOf, ratioOf, spreadOf, timeOf } from '../measure/statistics.mjs';
import { toFigure, toRatio } from './figures.mjs';
import { toTable } from './table.mjs';

/**
 * What was measured over HTTP, a row for each contender: operations a second, processor time of the server, and how many
 * times its time an operation is that of each base, by the clock and by the processor.
 *
 * @param {Map<string, import('../measure/statistics.mjs').Sample[]>} samples
 * @param {{ head: string, name: string }[]} bases contenders to compare with, and what the column is called
 */
export function toHttpTable(samples, bases) {
  const head = ['', 'operations/s', 'CPU µs/operation', 'CPU used'];
  for (const { head: base } of bases) head.push(`time ÷ ${base}`, `CPU ÷ ${base}`);
  const rows = Array.from(samples, ([name, measured]) => [
    name,
    toFigure(1e6 / spreadOf(measured.map(timeOf)).median),
    toFigure(spreadOf(measured.map(cpuOf)).median),
    toFigure(spreadOf(measured.map((sample) => cpuOf(sample) / timeOf(sample))).median),
    ...bases.flatMap((base) =>
      [timeOf, cpuOf].map((quantity) =>
        base.name === name ? '1' : toRatio(ratioOf(measured, samples.get(base.name), quantity)),
      ),
    ),
  ]);
  return toTable(head, rows);
}
