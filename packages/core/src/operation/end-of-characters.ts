import { lengthOfSequence } from './check-utf8.js';
import { BACKSLASH, QUOTE } from './json-characters.js';

/** For each byte, 1 if it is a whole character that a string can have without an escape. */
const IS_PLAIN = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte >= 0x20 && byte < 0x80 && byte !== QUOTE && byte !== BACKSLASH ? 1 : 0,
);

/**
 * Returns the index of the quotation mark that ends a JSON string, or an index of at least `end` if there is none before it. If
 * the string has a character or an escape sequence that JSON does not allow, or bytes that are not UTF-8, returns the complement
 * (`~`) of the index of the first byte that is wrong.
 */
export function endOfCharacters(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end) {
    const code = bytes[at] as number;
    if (IS_PLAIN[code] === 1) {
      at += 1;
    } else if (code === QUOTE) {
      return at;
    } else if (code === BACKSLASH) {
      at = endOfEscape(bytes, at);
      if (at < 0) return at;
    } else {
      const length = code < 0x80 ? 0 : lengthOfSequence(bytes, at);
      if (length === 0) return ~at;
      at += length;
    }
  }
  return at;
}

/** Returns the index after an escape sequence; if it is not valid, the complement of the index of the first wrong byte. */
function endOfEscape(bytes: Uint8Array, start: number): number {
  switch (bytes[start + 1] ?? 0) {
    case QUOTE:
    case BACKSLASH:
    case 0x2f: // /
    case 0x62: // b
    case 0x66: // f
    case 0x6e: // n
    case 0x72: // r
    case 0x74: // t
      return start + 2;
    case 0x75: // u
      for (let at = start + 2; at < start + 6; at += 1) if (!isHexDigit(bytes[at])) return ~at;
      return start + 6;
    default:
      return ~(start + 1);
  }
}

function isHexDigit(code = 0): boolean {
  return (code >= 0x30 && code <= 0x39) || ((code | 0x20) >= 0x61 && (code | 0x20) <= 0x66);
}
