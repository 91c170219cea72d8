import { BACKSLASH, QUOTE } from '../operation/json-characters.js';

/** How many bytes are read one by one before a native search, which pays for longer strings only. */
const SHORT_LENGTH = 24;

/**
 * Returns the index after the quotation mark that ends the JSON string at `start`; if there is none, an index after the end of
 * `bytes`. Does not check what the string contains.
 */
export function endOfStringIn(bytes: Uint8Array, start: number): number {
  const limit = Math.min(start + SHORT_LENGTH, bytes.length);
  let at = start + 1;
  while (at < limit) {
    const code = bytes[at];
    if (code === QUOTE) return at + 1;
    at += code === BACKSLASH ? 2 : 1;
  }
  for (;;) {
    const quote = bytes.indexOf(QUOTE, at);
    if (quote < 0) return bytes.length + 1;
    if (!isEscaped(bytes, quote, at)) return quote + 1;
    at = quote + 1;
  }
}

/** Checks whether the byte at `index` is escaped: an odd number of backslashes precedes it, none of them before `from`. */
function isEscaped(bytes: Uint8Array, index: number, from: number): boolean {
  let first = index;
  while (first > from && bytes[first - 1] === BACKSLASH) first -= 1;
  return (index - first) % 2 === 1;
}
