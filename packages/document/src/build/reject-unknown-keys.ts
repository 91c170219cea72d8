import { suggestNames } from '@multistatus/wire';
import { quoteValue } from './rule-violation.js';

/**
 * Rejects an object that has an unknown member, such as a misspelled one.
 *
 * @throws {TypeError} if `value` is not an object, or has an unknown member; the message suggests a similar one and lists all.
 */
export function rejectUnknownKeys(owner: string, value: object, known: readonly string[]): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new TypeError(
      `${owner} must be an object, got ${Array.isArray(value) ? 'an array' : quoteValue(value)}`,
    );
  }
  for (const name of Object.keys(value)) {
    if (!known.includes(name)) {
      throw new TypeError(
        `${owner} has no member ${quoteValue(name)}; ${suggestNames(name, { kind: 'members', known })}`,
      );
    }
  }
}
