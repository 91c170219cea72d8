import { toXmlChars } from '../xml-char.js';
import { escapeLongText } from './escape-long-text.js';

const SHORT_LENGTH = 1024;

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
  if (!/[&<>\r]/.test(text)) return text;
  return text.length > SHORT_LENGTH ? escapeLongText(text) : escapeEach(text, referenceInText);
}

/**
 * Escapes text for use in a double-quoted attribute, so that a parser reads back the same text.
 *
 * In addition to the characters of {@link escapeText}, `"`, TAB and LF become references, because a parser turns bare
 * white space in an attribute into spaces (XML 1.0 section 3.3.3).
 */
export function escapeAttribute(value: string): string {
  const text = toXmlChars(value);
  return /[&<>"\t\n\r]/.test(text) ? escapeEach(text, referenceInAttribute) : text;
}

function referenceInText(code: number): string | undefined {
  switch (code) {
    case 0x26:
      return '&amp;';
    case 0x3c:
      return '&lt;';
    case 0x3e:
      return '&gt;';
    case 0x0d:
      return '&#13;';
    default:
      return undefined;
  }
}

function referenceInAttribute(code: number): string | undefined {
  switch (code) {
    case 0x22:
      return '&quot;';
    case 0x09:
      return '&#9;';
    case 0x0a:
      return '&#10;';
    default:
      return referenceInText(code);
  }
}

/** Returns the text in one pass. A replacement by a regular expression with a callback takes twice as long. */
function escapeEach(text: string, referenceOf: (code: number) => string | undefined): string {
  let escaped = '';
  let start = 0;
  for (let at = 0; at < text.length; at += 1) {
    const reference = referenceOf(text.charCodeAt(at));
    if (reference === undefined) continue;
    escaped += text.slice(start, at) + reference;
    start = at + 1;
  }
  return escaped + text.slice(start);
}
