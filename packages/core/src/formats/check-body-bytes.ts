import { limitExceeded } from '../problem/batch-problem.js';

/**
 * Checks that a body has at most `max` bytes.
 *
 * @throws {BatchProblem} `limit-exceeded` with `maxBodyBytes`.
 */
export function checkBodyBytes(actual: number, max: number): void {
  if (actual > max) throw limitExceeded({ limit: 'maxBodyBytes', max, actual, unit: 'bytes' });
}
