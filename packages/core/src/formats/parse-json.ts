import { depthOfJson } from '../operation/depth-of-json.js';
import { BatchProblem, limitExceeded } from '../problem/batch-problem.js';

const UTF8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Returns the text and the value of JSON (RFC 8259) in UTF-8 that is at most `maxJsonDepth` levels deep.
 *
 * @throws {BatchProblem} `malformed-json`, with the position if the parser reports it; `limit-exceeded`.
 */
export function parseJsonText(
  bytes: Uint8Array,
  maxJsonDepth: number,
): { readonly text: string; readonly value: unknown } {
  if (bytes.byteLength === 0) throw new BatchProblem('malformed-json', 'The body is empty; it must be JSON');
  const text = decodeUtf8(bytes);
  const value = parseText(text);
  checkDepth(depthOfJson(text), maxJsonDepth);
  return { text, value };
}

/** Returns only the value of what {@link parseJsonText} parses, and throws as it does. */
export function parseJson(bytes: Uint8Array, maxJsonDepth: number): unknown {
  return parseJsonText(bytes, maxJsonDepth).value;
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

function decodeUtf8(bytes: Uint8Array): string {
  try {
    return UTF8.decode(bytes);
  } catch {
    throw new BatchProblem('malformed-json', 'The body is not valid UTF-8');
  }
}

function parseText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = describeSyntaxError(String(error));
    throw new BatchProblem('malformed-json', `The body is not well-formed JSON: ${reason}`);
  }
}

/**
 * Returns the position of a syntax error as text. The message of the parser quotes the body, which may imitate a
 * message, so only its end is read, and no other part of it is sent to the client.
 */
function describeSyntaxError(message: string): string {
  if (message.endsWith('Unexpected end of JSON input')) return 'unexpected end of input';
  const position = / in JSON at position (\d+)(?: \(line \d+ column \d+\))?$/.exec(message)?.[1];
  return position === undefined ? 'the parser reports no position' : `error at character ${position}`;
}
