import { endOfCharacters } from './end-of-characters.js';
import { endOfScalar } from './end-of-scalar.js';

/** How many bytes are checked between two pauses. */
const STEP_LENGTH = 65_536;
const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

// What is expected next. Numbers rather than strings, because they are compared for every byte.
const VALUE = 0;
const FIRST_VALUE = 1;
const NAME = 2;
const FIRST_NAME = 3;
const AFTER_NAME = 4;
const AFTER_VALUE = 5;
const REST_OF_NAME = 6;
const REST_OF_STRING = 7;

/**
 * Checks whether UTF-8 is JSON (RFC 8259) that is at most `maxDepth` levels deep, in steps: yields after each 64 KiB. Accepts
 * what `JSON.parse` accepts. Unlike `JSON.parse`, it needs hardly any memory, and a long text does not block the event loop.
 * Does not check whether the bytes are valid UTF-8.
 */
export function* checkJson(bytes: Uint8Array, maxDepth: number): Generator<void, boolean, undefined> {
  const scanner = new JsonScanner(bytes, maxDepth);
  for (let end = STEP_LENGTH; end < bytes.length; end += STEP_LENGTH) {
    if (!scanner.scan(end)) return false;
    yield;
  }
  return scanner.scan(bytes.length) && scanner.isComplete;
}

/** Scans a JSON text without recursion. */
class JsonScanner {
  readonly #bytes: Uint8Array;
  readonly #maxDepth: number;
  /** For each level, from 1, whether it is an object: 1 or 0. */
  readonly #isObject: Uint8Array;
  #depth = 0;
  #expected = VALUE;
  #at = 0;

  constructor(bytes: Uint8Array, maxDepth: number) {
    this.#bytes = bytes;
    this.#maxDepth = maxDepth;
    this.#isObject = new Uint8Array(maxDepth + 1);
  }

  /** True if the bytes so far are one value. */
  get isComplete(): boolean {
    return this.#depth === 0 && this.#expected === AFTER_VALUE;
  }

  /** Scans up to `end`, or a little further. Returns false if the bytes are not JSON, or are nested too deeply. */
  scan(end: number): boolean {
    const bytes = this.#bytes;
    const isObject = this.#isObject;
    let depth = this.#depth;
    let expected = this.#expected;
    let at = this.#at;
    while (at < end) {
      if (expected >= REST_OF_NAME) {
        at = endOfCharacters(bytes, at, end);
        if (at < 0) return false;
        if (at >= bytes.length || bytes[at] !== QUOTE) continue;
        expected = expected === REST_OF_NAME ? AFTER_NAME : AFTER_VALUE;
        at += 1;
        continue;
      }
      const code = bytes[at] as number;
      if (code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09) {
        at += 1;
      } else if (expected === AFTER_VALUE) {
        if (depth === 0) return false;
        if (code === COMMA) expected = isObject[depth] === 1 ? NAME : VALUE;
        else if (code === (isObject[depth] === 1 ? CLOSE_BRACE : CLOSE_BRACKET)) depth -= 1;
        else return false;
        at += 1;
      } else if (expected === AFTER_NAME) {
        if (code !== COLON) return false;
        expected = VALUE;
        at += 1;
      } else if (code === QUOTE) {
        expected = expected === NAME || expected === FIRST_NAME ? REST_OF_NAME : REST_OF_STRING;
        at += 1;
      } else if (code === (expected === FIRST_NAME ? CLOSE_BRACE : CLOSE_BRACKET)) {
        if (expected !== FIRST_NAME && expected !== FIRST_VALUE) return false;
        depth -= 1;
        expected = AFTER_VALUE;
        at += 1;
      } else if (expected === NAME || expected === FIRST_NAME) {
        return false;
      } else if (code === OPEN_BRACE || code === OPEN_BRACKET) {
        if (depth === this.#maxDepth) return false;
        depth += 1;
        isObject[depth] = code === OPEN_BRACE ? 1 : 0;
        expected = code === OPEN_BRACE ? FIRST_NAME : FIRST_VALUE;
        at += 1;
      } else {
        at = endOfScalar(bytes, at);
        if (at < 0) return false;
        expected = AFTER_VALUE;
      }
    }
    this.#depth = depth;
    this.#expected = expected;
    this.#at = at;
    return true;
  }
}
