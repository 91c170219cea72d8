import { type BatchProblem, limitExceeded } from '../problem/batch-problem.js';

/** Creates the 413 for a list with more than `max` items. `limit` is the name of the limit. */
export function tooManyItems(
  max: number,
  actual: number,
  limit: 'maxItems' | 'maxOperations' = 'maxItems',
): BatchProblem {
  return limitExceeded({ limit, max, actual, unit: 'items' });
}
