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
 * A file in this folder.
 *
 * @typedef {object} Suite
 * @property {string} title
 * @property {(setting: Setting) => Promise<Map<string, any[]>>} measure samples by the name of what was measured, one for each
 *   round, none if it did not start. Those of `lines`, `turns`, `peak` and `crowd` are records of their own
 * @property {(samples: Map<string, any[]>) => string} toText Markdown
 */

/** Names of all suites, in the order in which they run. */
export const SUITES = [
  'start',
  'batches',
  'waiting',
  'one',
  'sizes',
  'bodies',
  'texts',
  'posts',
  'dispatchers',
  'core',
  'middlewares',
  'lines',
  'turns',
  'peak',
  'crowd',
];
