import { countOf } from '@multistatus/wire';
import { DocumentError, type DocumentPlace, isDocumentError } from '../document-error.js';
import type { MultistatusResponse, Summary } from '../multistatus.js';
import { findMissing } from './check-complete.js';
import { IndexCheck } from './index-check.js';
import { JsonCursor } from './json-cursor.js';
import { errorAt, isObject, type JsonNode, memberOf } from './json-node.js';
import { type JsonOutline, type JsonPath, outlineJson } from './outline-json.js';
import { readSummary } from './read-json.js';
import { readJsonResponse } from './read-json-response.js';
import type { ResolvedReadLimits } from './read-limits.js';

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
  readonly #indexes = new IndexCheck();
  #summary: Summary | undefined;

  constructor(limits: ResolvedReadLimits) {
    this.#limits = limits;
  }

  /** Accepts a piece of the text, and yields the responses of the lines that end in it. */
  *write(text: string): Generator<MultistatusResponse, void, undefined> {
    let start = 0;
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
      this.#pieces.push(text.slice(start, end));
      start = end + 1;
      yield* this.#endLine();
      this.#line += 1;
    }
    this.#pieces.push(text.slice(start));
  }

  /**
   * Ends the text, and reads the last line if no line break ended it. Returns the summary.
   *
   * @throws {DocumentError} of rule `truncated` if that line is incomplete, there is no summary, or a line is missing.
   */
  *close(): Generator<MultistatusResponse, Summary, undefined> {
    try {
      yield* this.#endLine();
    } catch (error) {
      const isIncomplete = isDocumentError(error) && error.rule === 'json';
      throw isIncomplete ? truncated('the last line is not a complete JSON text', error.place) : error;
    }
    const place = { line: this.#line, column: 1 };
    if (this.#summary === undefined) throw truncated('the last line, {"summary": ...}, is missing', place);
    const message = this.#indexes.fault ?? findMissing(this.#summary, this.#responses);
    if (message !== undefined) throw truncated(message, place);
    return this.#summary;
  }

  *#endLine(): Generator<MultistatusResponse, void, undefined> {
    const text = this.#pieces.join('').replace(/^\uFEFF/, '');
    this.#pieces = [];
    // Empty lines are ignored; most writers leave one at the end.
    if (text.trim() === '') return;
    const { value, bodies } = this.#outline(text);
    const root: JsonNode = { value, line: this.#line };
    if (!isObject(value)) throw errorAt(root, 'shape', 'must be an object');
    if (this.#summary !== undefined)
      throw errorAt(root, 'shape', 'comes after the summary, which must be the last line');
    if (isSummary(value)) this.#summary = readSummary(memberOf(root, 'summary'));
    else yield this.#count(root, readJsonResponse(root, bodies));
  }

  #outline(text: string): JsonOutline {
    const cursor = new JsonCursor(text, this.#line);
    cursor.containers = this.#containers;
    const outline = outlineJson(cursor, this.#limits, isLineBody);
    this.#containers = cursor.containers;
    return outline;
  }

  #count(root: JsonNode, response: MultistatusResponse): MultistatusResponse {
    const { maxResponses } = this.#limits;
    this.#responses += 1;
    if (this.#responses > maxResponses)
      throw errorAt(root, 'maxResponses', `exceeds the limit of ${countOf(maxResponses, 'response')}`);
    this.#indexes.add(response.index);
    return response;
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
