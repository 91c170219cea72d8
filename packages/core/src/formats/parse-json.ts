import { findUtf8Fault } from '../operation/check-utf8.js';
import { depthOfJson } from '../operation/depth-of-json.js';
import { JsonScanner } from '../operation/json-scanner.js';
import { BatchProblem, limitExceeded } from '../problem/batch-problem.js';
import { describePlace } from './describe-place.js';
import { findJsonFault } from './find-json-fault.js';
import { startOfText } from './start-of-text.js';

const UTF8 = new TextDecoder('utf-8', { fatal: true });

/** The length in bytes up to which JSON is parsed before its depth is checked, which is faster. */
const MAX_SHORT_BYTES = 65_536;

/**
 * Returns the text and the value of JSON (RFC 8259) in UTF-8 that is at most `maxJsonDepth` levels deep.
 * `line` is the number of the line that it starts at, if it is part of a longer text.
 *
 * @throws {BatchProblem} `malformed-json`, with the fault and its place; `limit-exceeded`.
 */
export function parseJsonText(
  bytes: Uint8Array,
  maxJsonDepth: number,
  line = 1,
): { readonly text: string; readonly value: unknown } {
  if (bytes.byteLength === 0) throw new BatchProblem('malformed-json', 'The body is empty; it must be JSON');
  const text = decodeUtf8(bytes, line);
  const isLong = bytes.byteLength > MAX_SHORT_BYTES;
  if (isLong) checkLongText(text, bytes, { maxJsonDepth, line });
  const value = parseText(text, bytes, line);
  if (!isLong) checkDepth(depthOfJson(text), maxJsonDepth);
  return { text, value };
}

/** Checks syntax and depth before anything is parsed: to build half a million levels, only to refuse them, takes a tenth of a second. */
function checkLongText(
  text: string,
  bytes: Uint8Array,
  { maxJsonDepth, line }: { readonly maxJsonDepth: number; readonly line: number },
): void {
  if (isJsonWithin(bytes, maxJsonDepth)) return;
  if (!isJsonWithin(bytes, Number.POSITIVE_INFINITY)) throw malformed(bytes, line);
  checkDepth(depthOfJson(text), maxJsonDepth);
}

function isJsonWithin(bytes: Uint8Array, maxDepth: number): boolean {
  const scanner = new JsonScanner(bytes, Math.min(maxDepth, bytes.length));
  scanner.restart(startOfText(bytes));
  return scanner.scan(bytes.length) && scanner.isComplete;
}

/** Returns only the value of what {@link parseJsonText} parses, and throws as it does. */
export function parseJson(bytes: Uint8Array, maxJsonDepth: number, line = 1): unknown {
  return parseJsonText(bytes, maxJsonDepth, line).value;
}

/**
 * Checks that a value is at most `maxJsonDepth` levels deep, so that later steps can use recursion.
 *
 * This function itself goes level by level: no depth can overflow the stack.
 *
 * @throws {BatchProblem} `limit-exceeded`.
 */
export function checkJsonDepth(value: unknown, maxJsonDepth: number): void {
  let depth = 0;
  for (let level = containersOf([value]); level.length > 0; depth += 1) {
    level = containersOf(level.flatMap((container) => Object.values(container)));
  }
  checkDepth(depth, maxJsonDepth);
}

function checkDepth(depth: number, maxJsonDepth: number): void {
  if (depth > maxJsonDepth) {
    throw limitExceeded({ limit: 'maxJsonDepth', max: maxJsonDepth, actual: depth, unit: 'levels of JSON' });
  }
}

function containersOf(values: readonly unknown[]): object[] {
  return values.filter((value): value is object => typeof value === 'object' && value !== null);
}

function decodeUtf8(bytes: Uint8Array, line: number): string {
  try {
    return UTF8.decode(bytes);
  } catch {
    const place = describePlace(bytes, findUtf8Fault(bytes), line);
    throw new BatchProblem('malformed-json', `The body is not valid UTF-8; ${place}`);
  }
}

function parseText(text: string, bytes: Uint8Array, line: number): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw malformed(bytes, line);
  }
}

function malformed(bytes: Uint8Array, line: number): BatchProblem {
  return new BatchProblem(
    'malformed-json',
    `The body is not well-formed JSON: ${findJsonFault(bytes, line)}`,
  );
}
