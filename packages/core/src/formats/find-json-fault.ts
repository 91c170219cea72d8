import { JsonScanner } from '../operation/json-scanner.js';
import { describePlace } from './describe-place.js';
import { startOfText } from './start-of-text.js';

const UTF8 = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * Returns what is wrong in UTF-8 that `JSON.parse` does not accept, and where: "expected a colon; see character 5 (line 1, column
 * 6)".
 *
 * The place is not taken from the message of `JSON.parse`, which is different in each engine, may lack the place, and quotes the
 * text.
 */
export function findJsonFault(bytes: Uint8Array, firstLine: number): string {
  const { reason, at } = scanToFault(bytes);
  return `${reason}; ${describePlace(bytes, at, firstLine)}`;
}

/** Returns the index of the first character that {@link findJsonFault} does not accept, in UTF-16 units of the whole text. */
export function locateJsonFault(bytes: Uint8Array): number {
  return UTF8.decode(bytes.subarray(0, scanToFault(bytes).at)).length;
}

function scanToFault(bytes: Uint8Array): { readonly reason: string; readonly at: number } {
  const start = startOfText(bytes);
  const text = bytes.subarray(start);
  const scanner = new JsonScanner(text, text.length);
  scanner.scan(text.length);
  const reason = scanner.at >= text.length ? 'unexpected end of input' : scanner.expectation;
  return { reason, at: start + scanner.at };
}
