import { fromLatin1 } from './latin-1.js';

const FIRST_DELIMITER = /^[\r\n]*--([\x20-\x7e]*[\x21-\x7e])[\t ]*\r?\n/;
const PART_HEADER = /^(?:content-|mime-version)/i;
/** Longer than any boundary (RFC 2046: 70 characters), with some empty lines before it. */
const MAX_START = 300;

/**
 * Returns the boundary of a multipart body whose Content-Type is not known: if its first line can be a delimiter, and the next is a
 * header of a part. Returns `undefined` for any other body, and for one without parts. Looks at the first 300 bytes.
 */
export function sniffBoundary(bytes: Uint8Array): string | undefined {
  const start = fromLatin1(bytes.subarray(0, MAX_START));
  const match = FIRST_DELIMITER.exec(start);
  if (match === null) return undefined;
  return PART_HEADER.test(start.slice(match[0].length)) ? match[1] : undefined;
}
