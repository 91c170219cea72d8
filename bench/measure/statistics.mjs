/**
 * One window of time in which a subject was measured.
 *
 * @typedef {object} Sample
 * @property {number} operations
 * @property {number} seconds
 * @property {number} cpuMicroseconds of the process that did the work: user and system
 */

/**
 * What a figure was over all rounds.
 *
 * @typedef {object} Spread
 * @property {number} median
 * @property {number} min
 * @property {number} max
 */

/** Microseconds an operation. @param {Sample} sample */
export const timeOf = ({ seconds, operations }) => (seconds * 1e6) / operations;

/** Microseconds of processor time an operation. @param {Sample} sample */
export const cpuOf = ({ cpuMicroseconds, operations }) => cpuMicroseconds / operations;

/** @param {number[]} values @returns {Spread} */
export function spreadOf(values) {
  const sorted = values.toSorted((a, b) => a - b);
  return { median: quantile(sorted, 0.5), min: sorted[0], max: sorted.at(-1) };
}

/**
 * Between two values, in proportion.
 *
 * @param {number[]} sorted
 * @param {number} share 0.5 for the median
 */
export function quantile(sorted, share) {
  const place = (sorted.length - 1) * share;
  const below = sorted[Math.floor(place)];
  return below + (sorted[Math.ceil(place)] - below) * (place - Math.floor(place));
}

/**
 * How many times as much one subject needs as another, round by round.
 *
 * @param {Sample[]} samples
 * @param {Sample[]} base samples of the same rounds
 * @param {(sample: Sample) => number} quantity
 * @returns {Spread}
 */
export function ratioOf(samples, base, quantity) {
  return spreadOf(samples.map((sample, round) => quantity(sample) / quantity(base[round])));
}
