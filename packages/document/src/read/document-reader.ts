import type { Multistatus, MultistatusResponse } from '../multistatus.js';
import { JsonCursor } from './json-cursor.js';
import { NdjsonReader } from './ndjson-reader.js';
import { MAX_BODY_DEPTH } from './outline-json.js';
import { readJson } from './read-json.js';
import type { ResolvedReadLimits } from './read-limits.js';

/** By which a document is known, of this library or of another maker. */
const DOCUMENT_MEMBERS: ReadonlySet<string> = new Set(['responses', 'value', 'results']);

/** Takes a document in pieces and gives what it says. */
export interface DocumentReader {
  write(text: string): void;
  /** @throws {DocumentError} if the text is no 207 document; `write` does as soon as it is known. */
  close(): Multistatus;
}

/**
 * Reads one JSON document: its text is gathered, and read at the end. If it is only known to begin as JSON does
 * (`isGuessed`), it may be NDJSON as well.
 */
export function createJsonReader(limits: ResolvedReadLimits, isGuessed: boolean): DocumentReader {
  const pieces: string[] = [];
  return {
    write: (text) => {
      pieces.push(text);
    },
    close: () => {
      // A byte order mark may stand before the text (RFC 8259 section 8.1).
      const text = pieces.join('').replace(/^\uFEFF/, '');
      if (!isGuessed || !looksLikeNdjson(text)) return readJson(text, limits);
      const reader = createNdjsonReader(limits);
      reader.write(text);
      return reader.close();
    },
  };
}

/** Reads lines in the order of completion into a document in the order of the request. */
export function createNdjsonReader(limits: ResolvedReadLimits): DocumentReader {
  const reader = new NdjsonReader(limits);
  const responses: MultistatusResponse[] = [];
  return {
    write: (text) => {
      for (const response of reader.write(text)) responses.push(response);
    },
    close: () => {
      const end = reader.close();
      let result = end.next();
      for (; result.done !== true; result = end.next()) responses.push(result.value);
      return { summary: result.value, responses: sortByIndex(responses) };
    },
  };
}

/** What has no index stays where it came. */
function sortByIndex(responses: readonly MultistatusResponse[]): MultistatusResponse[] {
  return responses
    .map((response, place) => ({ response, index: response.index ?? place }))
    .sort((one, other) => one.index - other.index)
    .map(({ response }) => response);
}

/**
 * Whether the first line of a text is by itself what stands on a line of NDJSON: an object without the members by
 * which a document is known. If it is all that there is, it must be a response or the summary.
 */
function looksLikeNdjson(text: string): boolean {
  const [line = ''] = text.trimStart().split('\n', 1);
  const names = namesOf(line);
  if (names === undefined || names.some((name) => DOCUMENT_MEMBERS.has(name))) return false;
  const isAlone = text.trim() === line.trim();
  return !isAlone || names.includes('href') || names.includes('summary');
}

/** Gives the names of an object's members up to one that a document has; `undefined` if the line is no object. */
function namesOf(line: string): string[] | undefined {
  const cursor = new JsonCursor(line);
  const names: string[] = [];
  try {
    if (cursor.enter() !== 'object') return undefined;
    while (!cursor.leave('object')) {
      if (names.length > 0) cursor.separate();
      const name = cursor.readName();
      names.push(name);
      // Often early, and what follows is long.
      if (DOCUMENT_MEMBERS.has(name)) return names;
      cursor.skipValue(MAX_BODY_DEPTH);
    }
    return cursor.isAtEnd() ? names : undefined;
  } catch {
    return undefined;
  }
}
