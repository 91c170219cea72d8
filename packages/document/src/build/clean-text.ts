import { toXmlChars } from '../xml-char.js';
import { quoteValue } from './rule-violation.js';

/**
 * Returns a text with U+FFFD in place of characters that XML cannot carry (rule X31). Returns `undefined` unchanged.
 *
 * @throws {TypeError} for anything but a string.
 */
export function cleanText(name: string, text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  if (typeof text !== 'string') throw new TypeError(`${name} must be a string, got ${quoteValue(text)}`);
  return toXmlChars(text);
}
