import { BatchProblem, limitExceeded } from '../problem/batch-problem.js';

/**
 * Reads the body of a batch as JSON (RFC 8259): UTF-8, at most `maxJsonDepth` levels deep.
 *
 * @throws {BatchProblem} `malformed-json`, naming the position where the parser tells it; `limit-exceeded`.
 */
export function parseJson(bytes: Uint8Array, maxJsonDepth: number): unknown {
  if (bytes.byteLength === 0) throw new BatchProblem('malformed-json', 'The body is empty; it must be JSON');
  const text = decode(bytes);
  const value = parse(text);
  checkDepth(depthOfText(text), maxJsonDepth);
  return value;
}

/**
 * Refuses a value nested deeper than any step after this may recurse.
 *
 * Walks level by level, so that no depth can overflow the stack here.
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

/** Counts the levels of a text that is known to be JSON: what stands in a string is no bracket. */
function depthOfText(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (let i = 0; i < text.length; i += 1) {
    const character = text[i];
    if (character === '"') {
      do i = text.indexOf('"', i + 1);
      while (isEscaped(text, i));
    } else if (character === '{' || character === '[') {
      depth += 1;
      if (depth > deepest) deepest = depth;
    } else if (character === '}' || character === ']') depth -= 1;
  }
  return deepest;
}

function isEscaped(text: string, index: number): boolean {
  let backslashes = 0;
  while (text[index - 1 - backslashes] === '\\') backslashes += 1;
  return backslashes % 2 === 1;
}

function checkDepth(depth: number, maxJsonDepth: number): void {
  if (depth > maxJsonDepth) {
    throw limitExceeded({ limit: 'maxJsonDepth', max: maxJsonDepth, actual: depth, unit: 'levels of JSON' });
  }
}

function containersOf(values: readonly unknown[]): object[] {
  return values.filter((value): value is object => typeof value === 'object' && value !== null);
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new BatchProblem('malformed-json', 'The body is not valid UTF-8');
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const place = tellPlace(String(error));
    throw new BatchProblem('malformed-json', `The body is not well-formed JSON; ${place}`);
  }
}

/** The parser quotes the body in its message, so only the end of it can be believed; the rest never leaves. */
function tellPlace(message: string): string {
  if (message.endsWith('Unexpected end of JSON input')) return 'it ends too early';
  const position = / in JSON at position (\d+)(?: \(line \d+ column \d+\))?$/.exec(message)?.[1];
  return position === undefined ? 'the parser does not say where' : `see character ${position}`;
}
