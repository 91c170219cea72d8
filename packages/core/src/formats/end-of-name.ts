import { BACKSLASH, QUOTE } from '../operation/json-characters.js';

/** Returns the index of the quotation mark that ends a name; -1 if there is none, or the name has an escape sequence. */
export function endOfName(bytes: Uint8Array, start: number): number {
  for (let at = start; at < bytes.length; at += 1) {
    if (bytes[at] === QUOTE) return at;
    if (bytes[at] === BACKSLASH) return -1;
  }
  return -1;
}
