import { cpuOf, quantile } from '../measure/statistics.mjs';
import { warmUp } from '../measure/warm-up.mjs';
import { WorkSubject } from '../measure/work-subject.mjs';

/** Pairs of fresh processes: how well code is compiled differs from one to the next. */
const PAIRS = 7;
const WINDOWS = 6;
const WARM_UP_SECONDS = 0.8;
const WINDOW_SECONDS = 0.05;

/** A build is slower if even the lower quartile of the ratios is above this. */
export const LIMIT = 1.1;

/**
 * How much processor time one build takes an operation, against another.
 *
 * @typedef {object} Comparison
 * @property {number} median of the ratios of all pairs
 * @property {number} lower quartile
 * @property {number} upper quartile
 * @property {number} microseconds an operation of the other build, by the median
 * @property {boolean} isSlower by {@link LIMIT}
 */

/**
 * Does the same work with both builds, in pairs of processes that take turns.
 *
 * @param {import('./workloads.mjs').GuardedWork} work
 * @param {{ current: string, other: string }} roots of the builds
 * @returns {Promise<Comparison>}
 */
export async function compareBuilds(work, { current, other }) {
  const ratios = [];
  const bases = [];
  for (let pair = 0; pair < PAIRS; pair += 1) {
    const subjects = [current, other].map(
      (root) => new WorkSubject({ ...work, options: { ...work.options, root } }),
    );
    const [mine, base] = await measurePair(subjects, {
      windows: work.windows ?? WINDOWS,
      isFirstFirst: pair % 2 === 0,
    });
    ratios.push(mine / base);
    bases.push(base);
  }
  const [lower, median, upper] = [0.25, 0.5, 0.75].map((share) =>
    quantile(ratios.toSorted(ascending), share),
  );
  const microseconds = quantile(bases.toSorted(ascending), 0.5);
  return { median, lower, upper, microseconds, isSlower: lower > LIMIT };
}

/**
 * Returns microseconds per operation for each, as the median of its measurements. They warm up at the same time, but are never
 * measured so.
 */
async function measurePair(subjects, { windows, isFirstFirst }) {
  try {
    await Promise.all(subjects.map((subject) => subject.start()));
    const amounts = await Promise.all(
      subjects.map((subject) => warmUp(subject, WARM_UP_SECONDS, WINDOW_SECONDS, cpuSecondsOf)),
    );
    const values = [[], []];
    for (let window = 0; window < windows; window += 1) {
      for (const index of (window % 2 === 0) === isFirstFirst ? [0, 1] : [1, 0]) {
        values[index].push(cpuOf(await subjects[index].measure(amounts[index])));
      }
    }
    return values.map((each) => quantile(each.toSorted(ascending), 0.5));
  } finally {
    await Promise.all(subjects.map((subject) => subject.end()));
  }
}

/** Not by the clock: on a busy machine, a process would have little time to warm up in. */
const cpuSecondsOf = ({ cpuMicroseconds }) => cpuMicroseconds / 1e6;

const ascending = (a, b) => a - b;
