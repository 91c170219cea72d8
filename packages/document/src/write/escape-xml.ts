import { toXmlChars } from '../xml-char.js';

const REFERENCES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

/**
 * Gives a text as it may stand between tags, so that a parser reads back the same text.
 *
 * CR becomes a reference, as a parser turns a bare one into LF (XML 1.0 section 2.11); `>` too, because of `]]>`.
 * What XML cannot carry becomes U+FFFD. Quotation marks stay: a JSON body is full of them.
 */
export function escapeText(text: string): string {
  return replaceSpecial(text, /[&<>\r]/g);
}

/**
 * Gives a text as it may stand between the double quotes of an attribute, so that a parser reads back the same text.
 *
 * Beyond {@link escapeText} also `"`, TAB and LF become references, as a parser turns bare white space in an
 * attribute into spaces (XML 1.0 section 3.3.3).
 */
export function escapeAttribute(value: string): string {
  return replaceSpecial(value, /[&<>"\t\n\r]/g);
}

function replaceSpecial(text: string, special: RegExp): string {
  return toXmlChars(text).replace(special, (character) => REFERENCES[character] ?? character);
}
