import { DocumentError } from '../document-error.js';
import { placeAt } from './text-position.js';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

const SPACE = /[ \t\n\r]*/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
const SCALAR = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|true|false|null/y;

/** Goes over a JSON text (RFC 8259) without making values of it: strictly, and without recursion. */
export class JsonCursor {
  readonly text: string;
  /** Index of the next character. */
  at = 0;
  /** How many objects and arrays {@link skipValue} and the caller's own {@link enter} went into. */
  containers = 0;
  readonly #line: number;

  /** `line` is the number of the text's first line, where it is a part of another text. */
  constructor(text: string, line = 1) {
    this.text = text;
    this.#line = line;
  }

  /**
   * Goes into the object or array that comes next, past its bracket, and tells which it is; goes nowhere if neither
   * comes.
   */
  enter(): 'object' | 'array' | undefined {
    this.skipSpace();
    const code = this.text.charCodeAt(this.at);
    if (code !== OPEN_BRACE && code !== OPEN_BRACKET) return undefined;
    this.at += 1;
    this.containers += 1;
    return code === OPEN_BRACE ? 'object' : 'array';
  }

  /** Goes past the end of an object or array if it comes next. */
  leave(kind: 'object' | 'array'): boolean {
    return this.#skip(kind === 'object' ? CLOSE_BRACE : CLOSE_BRACKET);
  }

  /** Goes past the comma between two members. */
  separate(): void {
    if (!this.#skip(COMMA)) this.fail('a comma or the end of the object or array');
  }

  /** Goes past the name of a member and its colon, and gives the name. */
  readName(): string {
    this.skipSpace();
    const start = this.at;
    this.#skipString();
    const end = this.at;
    if (!this.#skip(COLON)) this.fail('a colon');
    return JSON.parse(this.text.slice(start, end)) as string;
  }

  /**
   * Goes past the value that comes next, and gives how deep it nests: 0 for what is neither object nor array.
   *
   * @throws {DocumentError} of rule `maxDepth` if it nests deeper than `maxDepth`.
   */
  skipValue(maxDepth: number): number {
    const open: ('object' | 'array')[] = [];
    let depth = 0;
    for (;;) {
      const kind = this.enter();
      if (kind === undefined) {
        this.#skipScalar();
      } else {
        open.push(kind);
        depth = Math.max(depth, open.length);
        if (depth > maxDepth) throw this.fault('maxDepth', 'values nest deeper than is allowed');
        if (!this.leave(kind)) {
          if (kind === 'object') this.readName();
          continue;
        }
        open.pop();
      }
      if (!this.#goToNextValue(open)) return depth;
    }
  }

  /** Goes past white space, and tells whether nothing else is left. */
  isAtEnd(): boolean {
    this.skipSpace();
    return this.at === this.text.length;
  }

  skipSpace(): void {
    SPACE.lastIndex = this.at;
    SPACE.test(this.text);
    this.at = SPACE.lastIndex;
  }

  /** Throws: something else was expected here. */
  fail(expected: string): never {
    const isEnd = this.at >= this.text.length;
    throw this.fault('json', isEnd ? `the text ends where ${expected} should be` : `there is no ${expected}`);
  }

  /** Gives an error that names this place. */
  fault(rule: 'json' | 'maxDepth' | 'maxElements' | 'maxResponses', message: string): DocumentError {
    const { line = 1, column = 1 } = placeAt(this.text, this.at);
    return new DocumentError(rule, message, { line: this.#line - 1 + line, column });
  }

  /** Closes what ends here; gives `false` where nothing is open any more. */
  #goToNextValue(open: ('object' | 'array')[]): boolean {
    for (let kind = open.at(-1); kind !== undefined; kind = open.at(-1)) {
      if (!this.leave(kind)) {
        this.separate();
        if (kind === 'object') this.readName();
        return true;
      }
      open.pop();
    }
    return false;
  }

  #skip(code: number): boolean {
    this.skipSpace();
    if (this.text.charCodeAt(this.at) !== code) return false;
    this.at += 1;
    return true;
  }

  #skipScalar(): void {
    if (this.text.charCodeAt(this.at) === QUOTE) {
      this.#skipString();
      return;
    }
    SCALAR.lastIndex = this.at;
    if (!SCALAR.test(this.text)) this.fail('value');
    this.at = SCALAR.lastIndex;
  }

  #skipString(): void {
    if (this.text.charCodeAt(this.at) !== QUOTE) this.fail('string');
    this.at += 1;
    for (;;) {
      const code = this.text.charCodeAt(this.at);
      if (code === QUOTE) break;
      if (code === BACKSLASH) {
        ESCAPE.lastIndex = this.at;
        if (!ESCAPE.test(this.text)) this.fail('escape sequence');
        this.at = ESCAPE.lastIndex;
      } else if (code >= 0x20) {
        this.at += 1;
      } else {
        // NaN at the end of the text lands here too.
        this.fail('character that a string may hold');
      }
    }
    this.at += 1;
  }
}
