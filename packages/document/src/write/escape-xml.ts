import { toXmlChars } from '../xml-char.js';

type Reference = readonly [character: string, reference: string];

// The ampersand comes first, because the replacements contain it.
const IN_TEXT: readonly Reference[] = [
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['\r', '&#13;'],
];
const IN_ATTRIBUTE: readonly Reference[] = [...IN_TEXT, ['"', '&quot;'], ['\t', '&#9;'], ['\n', '&#10;']];

/**
 * Escapes text for use between tags, so that a parser reads back the same text.
 *
 * CR becomes a reference, because a parser turns a bare CR into LF (XML 1.0 section 2.11). So does `>`, because of
 * `]]>`. Characters that XML cannot carry become U+FFFD. Quotation marks stay, because JSON bodies are full of them.
 */
export function escapeText(text: string): string {
  return escapeXmlText(toXmlChars(text));
}

/** Same as {@link escapeText}, for a text that is known to contain only XML characters. */
export function escapeXmlText(text: string): string {
  return /[&<>\r]/.test(text) ? replaceEach(text, IN_TEXT) : text;
}

/**
 * Escapes text for use in a double-quoted attribute, so that a parser reads back the same text.
 *
 * In addition to the characters of {@link escapeText}, `"`, TAB and LF become references, because a parser turns bare
 * white space in an attribute into spaces (XML 1.0 section 3.3.3).
 */
export function escapeAttribute(value: string): string {
  const text = toXmlChars(value);
  return /[&<>"\t\n\r]/.test(text) ? replaceEach(text, IN_ATTRIBUTE) : text;
}

/** Makes one pass per character to replace, which takes half the time of a single pass with a callback. */
function replaceEach(text: string, references: readonly Reference[]): string {
  let escaped = text;
  for (const [character, reference] of references) {
    if (escaped.includes(character)) escaped = escaped.replaceAll(character, reference);
  }
  return escaped;
}
