/**
 * What a suite is given.
 *
 * @typedef {object} Setting
 * @property {(own: { rounds: number, warmUp: number, window: number }) => import('../measure/rounds.mjs').Pace} pace
 *   fits rounds and seconds of the suite to how long the run may take
 * @property {(message: string) => void} tell where it has come to
 * @property {boolean} quick whether rough figures will do
 */

/**
 * The result of a suite.
 *
 * @typedef {object} SuiteResult
 * @property {Map<string, import('../measure/statistics.mjs').Sample[]>} samples by the name of what was measured; those of
 *   `memory` are records of its own
 * @property {string} text Markdown
 */

/** Names of all suites, in the order in which they run; each is a file in this folder. */
export const SUITES = [
  'batches',
  'dispatchers',
  'floors',
  'one',
  'sizes',
  'bodies',
  'middlewares',
  'waiting',
  'memory',
];
