import { quote } from './rule-breach.js';

/**
 * Refuses an object with a member that means nothing, as a misspelled one does.
 *
 * @throws {TypeError} if `value` is no object, or naming the member and the ones that there are.
 */
export function rejectUnknownKeys(owner: string, value: object, known: readonly string[]): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new TypeError(
      `${owner} must be an object, got ${Array.isArray(value) ? 'an array' : quote(value)}`,
    );
  }
  for (const name of Object.keys(value)) {
    if (!known.includes(name)) {
      throw new TypeError(`${owner} has no member ${quote(name)}; there are ${known.join(', ')}`);
    }
  }
}
