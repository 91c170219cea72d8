import { MAX_BODY_DEPTH } from '../max-body-depth.js';
import type { Multistatus, MultistatusResponse } from '../multistatus.js';
import { omitUndefined } from '../omit-undefined.js';
import type { OnFault } from './document-fault.js';
import { JsonCursor } from './json-cursor.js';
import { NdjsonReader } from './ndjson-reader.js';
import { readJson } from './read-json.js';
import { readTolerantly } from './read-json-beginning.js';
import type { ResolvedReadLimits } from './read-limits.js';

/** The members by which a whole document is recognised, whether of this library or of another producer. */
const DOCUMENT_MEMBERS: ReadonlySet<string> = new Set(['responses', 'value', 'results']);

/** Reads a document that arrives in pieces. */
export interface DocumentReader {
  write(text: string): void;
  /** @throws {DocumentError} if the text is not a 207 document; `write` throws as soon as this is known. */
  close(): Multistatus | Promise<Multistatus>;
}

/**
 * Creates a reader of one JSON document: it collects the text and parses it at the end. If the format was guessed from
 * the first character (`isGuessed`), the text may also be NDJSON.
 */
export function createJsonReader(
  limits: ResolvedReadLimits,
  { isGuessed, onFault }: { readonly isGuessed: boolean; readonly onFault: OnFault | undefined },
): DocumentReader {
  const pieces: string[] = [];
  return {
    write: (text) => {
      pieces.push(text);
    },
    close: () => {
      // A byte order mark may stand before the text (RFC 8259 section 8.1).
      const text = pieces.join('').replace(/^\uFEFF/, '');
      if (!isGuessed || !looksLikeNdjson(text))
        return onFault === undefined ? readJson(text, limits) : readTolerantly(text, limits, onFault);
      const reader = createNdjsonReader(limits, onFault);
      reader.write(text);
      return reader.close();
    },
  };
}

/** Creates a reader of NDJSON: it turns lines in completion order into a document in request order. */
export function createNdjsonReader(limits: ResolvedReadLimits, onFault?: OnFault): DocumentReader {
  const reader = new NdjsonReader(limits, onFault);
  const responses: MultistatusResponse[] = [];
  return {
    write: (text) => {
      for (const response of reader.write(text)) responses.push(response);
    },
    close: () => {
      const end = reader.close();
      let result = end.next();
      for (; result.done !== true; result = end.next()) responses.push(result.value);
      return omitUndefined({ summary: result.value, responses: sortByIndex(responses) });
    },
  };
}

/** A response without an index is sorted by its line number. */
function sortByIndex(responses: readonly MultistatusResponse[]): MultistatusResponse[] {
  return responses
    .map((response, line) => ({ response, index: response.index ?? line }))
    .sort((one, other) => one.index - other.index)
    .map(({ response }) => response);
}

/**
 * Checks whether the first line of a text is a line of NDJSON: an object without the members by which a whole document
 * is recognised. If it is the only line, it must be a response or the summary, which stands alone.
 */
function looksLikeNdjson(text: string): boolean {
  const [line = ''] = text.trimStart().split('\n', 1);
  const names = namesOf(line);
  if (names === undefined || names.some((name) => DOCUMENT_MEMBERS.has(name))) return false;
  const isOnlyLine = text.trim() === line.trim();
  return !isOnlyLine || names.includes('href') || names.join() === 'summary';
}

/**
 * Returns the names of an object's members, up to the first one by which a document is recognised; `undefined` if the
 * line is not an object.
 */
function namesOf(line: string): string[] | undefined {
  const cursor = new JsonCursor(line);
  const names: string[] = [];
  try {
    if (cursor.enter() !== 'object') return undefined;
    while (!cursor.leave('object')) {
      if (names.length > 0) cursor.separate();
      const name = cursor.readName();
      names.push(name);
      // This member is often the first, and its value is long: do not scan it.
      if (DOCUMENT_MEMBERS.has(name)) return names;
      cursor.skipValue(MAX_BODY_DEPTH);
    }
    return cursor.isAtEnd() ? names : undefined;
  } catch {
    return undefined;
  }
}
