import { cpuOf, timeOf } from '../measure/statistics.mjs';
import { TARGETS } from '../targets.mjs';
import { toFigure, toRatio } from './figures.mjs';
import { toTable } from './table.mjs';

/**
 * A row for each target whose suite has run: what was measured, by the clock and by the processor, and whether its
 * median by the clock meets the bound. If not, the value that the floors alone would reach.
 *
 * @param {import('../targets.mjs').Results} results
 * @returns {string | undefined} nothing if no such suite has run
 */
export function toTargetTable(results) {
  const rows = TARGETS.filter(({ suite }) => results.has(suite)).map((target) => {
    const samples = results.get(target.suite);
    const spread = target.measure(samples, timeOf);
    const isMet = spread.median >= (target.atLeast ?? 0) && spread.median <= (target.atMost ?? Infinity);
    return [
      target.text,
      target.atLeast === undefined ? `<= ${target.atMost}` : `>= ${target.atLeast}`,
      toRatio(spread),
      target.hasCpu === true ? toRatio(target.measure(samples, cpuOf)) : '',
      isMet ? 'met' : 'not met',
      isMet ? '' : toFloor(target, results),
    ];
  });
  return rows.length === 0 ? undefined : toTable(['', 'target', 'measured', 'by CPU', '', 'floor'], rows);
}

/** Nothing where a suite that the floor needs has not run. */
function toFloor({ floor }, results) {
  if (!results.has('floors')) return '';
  const value = floor(results);
  return value === undefined ? '' : toFigure(value);
}
