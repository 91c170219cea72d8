import { distance } from 'fastest-levenshtein';
import { describeValue } from './describe-value.js';

/**
 * Refuses an options object with a member that no option is called.
 *
 * @throws {TypeError} if `options` is no object, or naming the unknown member and, where one is near, what was meant.
 */
export function rejectUnknownOptions(owner: string, options: object, known: readonly string[]): void {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw new TypeError(`${owner} options must be an object, got ${describeValue(options)}`);
  }
  for (const name of Object.keys(options)) {
    if (known.includes(name)) continue;
    const [near] = known
      .filter((candidate) => isNear(candidate.toLowerCase(), name.toLowerCase()))
      .sort((a, b) => distance(a, name) - distance(b, name));
    const hint = near === undefined ? `known are ${known.join(', ')}` : `did you mean ${near}?`;
    throw new TypeError(`${owner}.${name} is not an option; ${hint}`);
  }
}

/** One holds the other, or they differ by at most two inserted, removed or replaced characters. */
function isNear(a: string, b: string): boolean {
  if (b.length < 3) return false;
  return a.includes(b) || b.includes(a) || distance(a, b) <= 2;
}
