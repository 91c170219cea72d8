import { cpuOf } from '../measure/statistics.mjs';
import { TARGETS } from '../targets.mjs';
import { toFigure, toRatio } from './figures.mjs';
import { toTable } from './table.mjs';

/**
 * A row for each target whose suite has run: what was measured, by the clock and by the processor, and whether the medians
 * meet the bound. If not, the value that the floors alone would reach.
 *
 * @param {import('../targets.mjs').Results} results
 * @param {import('../targets.mjs').Target[]} [targets]
 * @returns {string | undefined} nothing if no such suite has run
 */
export function toTargetTable(results, targets = TARGETS) {
  const rows = targets
    .filter(({ suite }) => results.has(suite))
    .map((target) => {
      const spreads = new Map(
        target.quantities.map((quantity) => [quantity, target.measure(results.get(target.suite), quantity)]),
      );
      const verdict = judge(target, spreads);
      const [byClock, byProcessor] = [false, true].map((isCpu) =>
        [...spreads]
          .filter(([quantity]) => (quantity === cpuOf) === isCpu)
          .map(([, spread]) => toRatio(spread)),
      );
      return [
        target.text,
        toBound(target),
        byClock.join(''),
        byProcessor.join(''),
        verdict,
        verdict === 'met' ? '' : toFloor(target, results),
      ];
    });
  if (rows.length === 0) return undefined;
  return toTable(['', 'target', 'by the clock', 'by CPU', '', 'floor'], rows);
}

function toBound({ atLeast, atMost }) {
  if (atLeast !== undefined) return `≥ ${toFigure(atLeast)}`;
  return atMost === undefined ? '' : `≤ ${toFigure(atMost)}`;
}

/**
 * Returns whether the medians meet a bound, in words.
 *
 * @param {import('../targets.mjs').Target} target
 * @param {Map<Function, import('../measure/statistics.mjs').Spread>} spreads by quantity
 * @returns {string} nothing if there is no bound
 */
export function judge({ atLeast, atMost }, spreads) {
  if (atLeast === undefined && atMost === undefined) return '';
  const isMet = ({ median }) => median >= (atLeast ?? 0) && median <= (atMost ?? Number.POSITIVE_INFINITY);
  const met = [...spreads].filter(([, spread]) => isMet(spread)).map(([quantity]) => quantity);
  if (met.length === spreads.size) return 'met';
  if (met.length === 0) return '**not met**';
  return met[0] === cpuOf ? '**by CPU only**' : '**by the clock only**';
}

/** Nothing where a suite that the floor needs has not run. */
function toFloor({ floor }, results) {
  const value = floor(results);
  return value === undefined || Number.isNaN(value) ? '' : toFigure(value);
}
