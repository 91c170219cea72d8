import { type BatchProblem, limitExceeded } from '../problem/batch-problem.js';

/** Creates the 413 for a list with more than `max` items. */
export function tooManyItems(max: number, actual: number): BatchProblem {
  return limitExceeded({ limit: 'maxItems', max, actual, unit: 'items' });
}
