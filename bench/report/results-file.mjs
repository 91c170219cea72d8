import { readFileSync, writeFileSync } from 'node:fs';

const FILE = new URL('../results.json', import.meta.url);
const DIGITS = 6;

/**
 * All that one run has measured.
 *
 * @typedef {object} Run
 * @property {ReturnType<typeof import('../measure/machine.mjs').describeMachine>} machine
 * @property {boolean} isQuick whether it had only two short rounds of each suite
 * @property {number} seconds that it took
 * @property {import('../targets.mjs').Results} results
 */

/**
 * A run as JSON, a line for each thing that was measured; figures have six digits.
 *
 * @param {Run} run
 */
export function toJson({ results, ...rest }) {
  const members = Object.entries(rest).map(
    ([name, value]) => `  ${JSON.stringify(name)}: ${JSON.stringify(value)}`,
  );
  const suites = Array.from(results, ([suite, samples]) => {
    const lines = Array.from(
      samples,
      ([name, values]) => `      ${JSON.stringify(name)}: ${JSON.stringify(values, round)}`,
    );
    return `    ${JSON.stringify(suite)}: {\n${lines.join(',\n')}\n    }`;
  });
  return `{\n${members.join(',\n')},\n  "results": {\n${suites.join(',\n')}\n  }\n}\n`;
}

/**
 * Reads what {@link toJson} has written.
 *
 * @param {string} json
 * @returns {Run}
 */
export function fromJson(json) {
  const { results, ...rest } = JSON.parse(json);
  const toMap = (object, toValue) =>
    new Map(Object.entries(object).map(([name, value]) => [name, toValue(value)]));
  return { ...rest, results: toMap(results, (samples) => toMap(samples, (values) => values)) };
}

/** Writes a run into `bench/results.json`. @param {Run} run */
export const writeRun = (run) => writeFileSync(FILE, toJson(run));

/** Reads the run in `bench/results.json`. */
export const readRun = () => fromJson(readFileSync(FILE, 'utf8'));

const round = (_key, value) => (typeof value === 'number' ? Number(value.toPrecision(DIGITS)) : value);
