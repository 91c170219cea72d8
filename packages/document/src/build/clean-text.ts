import { toXmlChars } from '../xml-char.js';
import { quote } from './rule-breach.js';

/**
 * Gives a text with U+FFFD in place of what XML cannot carry (rule X31); of no text, none.
 *
 * @throws {TypeError} for anything but a string.
 */
export function cleanText(name: string, text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  if (typeof text !== 'string') throw new TypeError(`${name} must be a string, got ${quote(text)}`);
  return toXmlChars(text);
}
