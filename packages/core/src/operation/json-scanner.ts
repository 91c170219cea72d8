import { endOfCharacters } from './end-of-characters.js';
import { endOfScalar } from './end-of-scalar.js';
import {
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COLON,
  COMMA,
  OPEN_BRACE,
  OPEN_BRACKET,
  QUOTE,
} from './json-characters.js';

// What is expected next. Numbers rather than strings, because they are compared for every byte.
const VALUE = 0;
const FIRST_VALUE = 1;
const NAME = 2;
const FIRST_NAME = 3;
const AFTER_NAME = 4;
const AFTER_VALUE = 5;
const REST_OF_NAME = 6;
const REST_OF_STRING = 7;
const REST_OF_SCALAR = 8;

/** Scans UTF-8 that should be one JSON text (RFC 8259), without recursion. Accepts what `JSON.parse` accepts. */
export class JsonScanner {
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

  /** Starts anew, with the value at `at`. */
  restart(at: number): void {
    this.#at = at;
    this.#depth = 0;
    this.#expected = VALUE;
  }

  /** True if the bytes so far are one value. */
  get isComplete(): boolean {
    return this.#depth === 0 && this.#expected === AFTER_VALUE;
  }

  /** The index of the next byte. Once `scan` has returned false, the index of the first byte that cannot follow. */
  get at(): number {
    return this.#at;
  }

  /** What may come next, for a message: "expected a colon". */
  get expectation(): string {
    switch (this.#expected) {
      case VALUE:
        return 'expected a value';
      case FIRST_VALUE:
        return 'expected a value or ]';
      case NAME:
        return 'expected a name in double quotes';
      case FIRST_NAME:
        return 'expected a name in double quotes or }';
      case AFTER_NAME:
        return 'expected a colon';
      case REST_OF_SCALAR:
        return 'expected the rest of a number, true, false or null';
      case AFTER_VALUE:
        if (this.#depth === 0) return 'expected nothing after the value';
        return this.#isObject[this.#depth] === 1 ? 'expected a comma or }' : 'expected a comma or ]';
      default:
        return 'expected a character or escape sequence that a string may contain';
    }
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
        if (at < 0) return this.#stop(~at, expected, depth);
        if (at >= bytes.length || bytes[at] !== QUOTE) continue;
        expected = expected === REST_OF_NAME ? AFTER_NAME : AFTER_VALUE;
        at += 1;
        continue;
      }
      const code = bytes[at] as number;
      if (code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09) {
        at += 1;
      } else if (expected === AFTER_VALUE) {
        if (depth === 0) return this.#stop(at, expected, depth);
        if (code === COMMA) expected = isObject[depth] === 1 ? NAME : VALUE;
        else if (code === (isObject[depth] === 1 ? CLOSE_BRACE : CLOSE_BRACKET)) depth -= 1;
        else return this.#stop(at, expected, depth);
        at += 1;
      } else if (expected === AFTER_NAME) {
        if (code !== COLON) return this.#stop(at, expected, depth);
        expected = VALUE;
        at += 1;
      } else if (code === QUOTE) {
        expected = expected === NAME || expected === FIRST_NAME ? REST_OF_NAME : REST_OF_STRING;
        at += 1;
      } else if (code === (expected === FIRST_NAME ? CLOSE_BRACE : CLOSE_BRACKET)) {
        if (expected !== FIRST_NAME && expected !== FIRST_VALUE) return this.#stop(at, expected, depth);
        depth -= 1;
        expected = AFTER_VALUE;
        at += 1;
      } else if (expected === NAME || expected === FIRST_NAME) {
        return this.#stop(at, expected, depth);
      } else if (code === OPEN_BRACE || code === OPEN_BRACKET) {
        if (depth === this.#maxDepth) return this.#stop(at, expected, depth);
        depth += 1;
        isObject[depth] = code === OPEN_BRACE ? 1 : 0;
        expected = code === OPEN_BRACE ? FIRST_NAME : FIRST_VALUE;
        at += 1;
      } else {
        const scalarEnd = endOfScalar(bytes, at);
        if (scalarEnd < 0)
          return this.#stop(~scalarEnd, ~scalarEnd === at ? expected : REST_OF_SCALAR, depth);
        at = scalarEnd;
        expected = AFTER_VALUE;
      }
    }
    this.#depth = depth;
    this.#expected = expected;
    this.#at = at;
    return true;
  }

  #stop(at: number, expected: number, depth: number): false {
    this.#at = at;
    this.#expected = expected;
    this.#depth = depth;
    return false;
  }
}
