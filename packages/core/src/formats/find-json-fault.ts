import { JsonScanner } from '../operation/json-scanner.js';
import { describePlace } from './describe-place.js';

/**
 * Returns what is wrong in UTF-8 that `JSON.parse` does not accept, and where: "expected a colon; see character 5 (line 1, column
 * 6)".
 *
 * The place is not taken from the message of `JSON.parse`, which is different in each engine, may lack the place, and quotes the
 * text.
 */
export function findJsonFault(bytes: Uint8Array, firstLine: number): string {
  const start = hasByteOrderMark(bytes) ? 3 : 0;
  const text = bytes.subarray(start);
  const scanner = new JsonScanner(text, text.length);
  scanner.scan(text.length);
  const reason = scanner.at >= text.length ? 'unexpected end of input' : scanner.expectation;
  return `${reason}; ${describePlace(bytes, start + scanner.at, firstLine)}`;
}

function hasByteOrderMark(bytes: Uint8Array): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
}
