import { countOf, isObject } from '@multistatus/wire';
import { DocumentError, type DocumentPlace, isDocumentError } from '../document-error.js';
import type { MultistatusResponse, Summary } from '../multistatus.js';
import { findMissing } from './check-complete.js';
import { type FaultyResponse, type OnFault, readPart } from './document-fault.js';
import { IndexCheck } from './index-check.js';
import { JsonCursor } from './json-cursor.js';
import { errorAt, type JsonNode, memberOf } from './json-node.js';
import { type JsonOutline, type JsonPath, outlineJson } from './outline-json.js';
import { readSummary } from './read-json.js';
import { describeJsonResponse, readJsonResponse } from './read-json-response.js';
import type { ResolvedReadLimits } from './read-limits.js';
import { LAST_LINE_MEMBERS, refuseUnreadFailure } from './refuse-unread-failure.js';

/**
 * Reads NDJSON that arrives in pieces: one response per line, and the summary on the last line. Keeps only the
 * incomplete line in memory.
 */
export class NdjsonReader {
  readonly #limits: ResolvedReadLimits;
  #pieces: string[] = [];
  /** The number of the incomplete line, from 1. */
  #line = 1;
  #containers = 0;
  #responses = 0;
  /** The number of these that cannot be read. */
  #faulty = 0;
  readonly #indexes = new IndexCheck();
  #hasSummary = false;
  /** `undefined` also if it cannot be read. */
  #summary: Summary | undefined;
  /** True if the last line is incomplete. */
  #isCut = false;
  readonly #onFault: OnFault | undefined;

  /**
   * With `onFault`, the error of a line is passed to that and the lines after it are read; so is the error of an
   * incomplete text.
   */
  constructor(limits: ResolvedReadLimits, onFault?: OnFault) {
    this.#limits = limits;
    this.#onFault = onFault;
  }

  /** Accepts a piece of the text, and yields the responses of the lines that end in it. */
  *write(text: string): Generator<MultistatusResponse, void, undefined> {
    let start = 0;
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
      this.#pieces.push(text.slice(start, end));
      start = end + 1;
      yield* this.#endLine(false);
      this.#line += 1;
    }
    this.#pieces.push(text.slice(start));
  }

  /**
   * Ends the text, and reads the last line if no line break ended it. Returns the summary; `undefined` if the text is
   * incomplete and there is `onFault`.
   *
   * @throws {DocumentError} of rule `truncated` if that line is incomplete, there is no summary, or a line is missing.
   */
  *close(): Generator<MultistatusResponse, Summary | undefined, undefined> {
    yield* this.#endLine(true);
    const message = this.#isCut ? undefined : this.#findMissing();
    if (message !== undefined) {
      const error = truncated(message, { line: this.#line, column: 1 });
      if (this.#onFault === undefined) throw error;
      this.#onFault({ error });
      return undefined;
    }
    return this.#summary;
  }

  #findMissing(): string | undefined {
    if (!this.#hasSummary) return 'the last line, {"summary": ...}, is missing';
    if (this.#summary === undefined) return undefined;
    // A faulty line may or may not be a response that the summary counts.
    const least = this.#responses - this.#faulty;
    const isPlausible = this.#summary.total >= least && this.#summary.total <= this.#responses;
    return this.#indexes.fault ?? (isPlausible ? undefined : findMissing(this.#summary, this.#responses));
  }

  *#endLine(isLast: boolean): Generator<MultistatusResponse, void, undefined> {
    const text = this.#pieces.join('').replace(/^\uFEFF/, '');
    this.#pieces = [];
    // Empty lines are ignored; most writers leave one at the end.
    if (text.trim() === '') return;
    const response =
      this.#onFault === undefined ? this.#readLine(text, isLast) : this.#readTolerantly(text, isLast);
    if (response !== undefined) yield response;
  }

  #readTolerantly(text: string, isLast: boolean): MultistatusResponse | undefined {
    return readPart(
      () => this.#readLine(text, isLast),
      this.#onFault,
      () => this.#describe(text),
    );
  }

  /** Returns `undefined` for a line that is not meant as a response. */
  #describe(text: string): FaultyResponse | undefined {
    const value = parse(text);
    if (this.#isCut || this.#hasSummary || (isObject(value) && isSummary(value))) return undefined;
    const response = describeJsonResponse({ value }, this.#responses);
    this.#faulty += 1;
    this.#count({ value, line: this.#line }, response);
    return response;
  }

  /** Returns `undefined` for the summary. */
  #readLine(text: string, isLast: boolean): MultistatusResponse | undefined {
    const { value, bodies } = this.#outline(text, isLast);
    const root: JsonNode = { value, line: this.#line };
    if (!isObject(value)) throw errorAt(root, 'shape', 'must be an object');
    if (this.#hasSummary)
      throw errorAt(root, 'shape', 'comes after the summary, which must be the last line');
    if (!isSummary(value)) {
      const response = readJsonResponse(root, bodies);
      this.#count(root, response);
      return response;
    }
    this.#hasSummary = true;
    this.#summary = readSummary(memberOf(root, 'summary'));
    if (this.#summary.failed === 0) refuseUnreadFailure(root, LAST_LINE_MEMBERS);
    return undefined;
  }

  #outline(text: string, isLast: boolean): JsonOutline {
    const cursor = new JsonCursor(text, this.#line);
    cursor.containers = this.#containers;
    try {
      const outline = outlineJson(cursor, this.#limits, isLineBody);
      this.#containers = cursor.containers;
      return outline;
    } catch (error) {
      if (!isLast || !isDocumentError(error) || error.rule !== 'json') throw error;
      this.#isCut = true;
      throw truncated('the last line is not a complete JSON text', error.place);
    }
  }

  #count(root: JsonNode, { index }: { readonly index?: number | undefined }): void {
    const { maxResponses } = this.#limits;
    this.#responses += 1;
    if (this.#responses > maxResponses)
      throw errorAt(root, 'maxResponses', `exceeds the limit of ${countOf(maxResponses, 'response')}`);
    this.#indexes.add(index);
  }
}

/** Returns `undefined` if the text is not JSON. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isLineBody(path: JsonPath): boolean {
  return path.length === 1 && path[0] === 'body';
}

function isSummary(value: Readonly<Record<string, unknown>>): boolean {
  return Object.hasOwn(value, 'summary') && !Object.hasOwn(value, 'status');
}

function truncated(message: string, place: DocumentPlace): DocumentError {
  return new DocumentError('truncated', `the text is truncated: ${message}`, place);
}
