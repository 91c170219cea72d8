import { DocumentError } from '../document-error.js';
import { positionAt } from './text-position.js';

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

/** Scans a JSON text (RFC 8259) without creating its values: strictly, and without recursion. */
export class JsonCursor {
  readonly text: string;
  /** Index of the next character. */
  at = 0;
  /** The number of objects and arrays entered so far, by {@link skipValue} or {@link enter}. */
  containers = 0;
  readonly #line: number;

  /** `line` is the line number of the start of the text, if it is part of a longer text. */
  constructor(text: string, line = 1) {
    this.text = text;
    this.#line = line;
  }

  /**
   * Enters the object or array that comes next and returns its kind. Returns `undefined` and stays in place if the next
   * value is neither.
   */
  enter(): 'object' | 'array' | undefined {
    this.skipSpace();
    const code = this.text.charCodeAt(this.at);
    if (code !== OPEN_BRACE && code !== OPEN_BRACKET) return undefined;
    this.at += 1;
    this.containers += 1;
    return code === OPEN_BRACE ? 'object' : 'array';
  }

  /** Moves past the end of an object or array if it comes next; returns `true` if it did. */
  leave(kind: 'object' | 'array'): boolean {
    return this.#skip(kind === 'object' ? CLOSE_BRACE : CLOSE_BRACKET);
  }

  /** Moves past the comma between two members. @throws {DocumentError} of rule `json` if there is none. */
  separate(): void {
    if (!this.#skip(COMMA)) this.fail('a comma or the end of the object or array');
  }

  /** Moves past the name of a member and its colon, and returns the name. */
  readName(): string {
    this.skipSpace();
    const start = this.at;
    this.#skipString();
    const end = this.at;
    if (!this.#skip(COLON)) this.fail('a colon');
    return JSON.parse(this.text.slice(start, end)) as string;
  }

  /**
   * Moves past the next value and returns its nesting depth: 0 if it is neither an object nor an array.
   *
   * @throws {DocumentError} of rule `maxDepth` if it is nested deeper than `maxDepth`.
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
        if (depth > maxDepth) throw this.errorHere('maxDepth', 'values are nested too deeply');
        if (!this.leave(kind)) {
          if (kind === 'object') this.readName();
          continue;
        }
        open.pop();
      }
      if (!this.#goToNextValue(open)) return depth;
    }
  }

  /** Moves past white space, and checks whether that is the end of the text. */
  isAtEnd(): boolean {
    this.skipSpace();
    return this.at === this.text.length;
  }

  skipSpace(): void {
    SPACE.lastIndex = this.at;
    SPACE.test(this.text);
    this.at = SPACE.lastIndex;
  }

  /** @throws {DocumentError} of rule `json` that says what was expected here. */
  fail(expected: string): never {
    const isEnd = this.at >= this.text.length;
    throw this.errorHere('json', `${isEnd ? 'unexpected end of input, ' : ''}expected ${expected}`);
  }

  /** Returns an error that names the current position. */
  errorHere(rule: 'json' | 'maxDepth' | 'maxElements' | 'maxResponses', message: string): DocumentError {
    const { line = 1, column = 1 } = positionAt(this.text, this.at);
    return new DocumentError(rule, message, { line: this.#line - 1 + line, column });
  }

  /** Leaves the objects and arrays that end here; returns `false` if none is left open. */
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
    if (!SCALAR.test(this.text)) this.fail('a value');
    this.at = SCALAR.lastIndex;
  }

  #skipString(): void {
    if (this.text.charCodeAt(this.at) !== QUOTE) this.fail('a string');
    this.at += 1;
    for (;;) {
      const code = this.text.charCodeAt(this.at);
      if (code === QUOTE) break;
      if (code === BACKSLASH) {
        ESCAPE.lastIndex = this.at;
        if (!ESCAPE.test(this.text)) this.fail('an escape sequence');
        this.at = ESCAPE.lastIndex;
      } else if (code >= 0x20) {
        this.at += 1;
      } else {
        // At the end of the text `code` is NaN, which also ends up here.
        this.fail('a character that is allowed in a string');
      }
    }
    this.at += 1;
  }
}
