import { JsonCursor } from './json-cursor.js';
import type { ResolvedReadLimits } from './read-limits.js';

/** A JSON value as it stands in a text. */
export interface JsonSpan {
  readonly text: string;
  /** How deep it nests; 0 for what is neither object nor array. */
  readonly depth: number;
}

/** A JSON document with its bodies cut out. */
export interface JsonOutline {
  /** The parsed document, with the place in `bodies` where a body stood. */
  readonly value: unknown;
  readonly bodies: readonly JsonSpan[];
}

/** How deep a body nests at most. It is not parsed, only kept: what this bounds is the memory of the cursor. */
export const MAX_BODY_DEPTH = 10_000;

// The steps to the deepest body: `/responses/0/body`.
const DEEPEST_BODY = 3;

/** Names and indexes, from the root to a value. */
export type JsonPath = readonly (string | number)[];

/**
 * Parses the JSON that a cursor stands before, save the bodies, which `isBody` knows by their path. They stay text, so
 * that they are kept as they were written, and their numbers whole.
 *
 * @throws {DocumentError} of rule `json`, or of the limit that is exceeded.
 */
export function outlineJson(
  cursor: JsonCursor,
  limits: ResolvedReadLimits,
  isBody: (path: JsonPath) => boolean = isDocumentBody,
): JsonOutline {
  const { text } = cursor;
  const bodies: JsonSpan[] = [];
  const pieces: string[] = [];
  let copied = 0;

  const visit = (path: JsonPath): void => {
    if (isBody(path)) {
      pieces.push(text.slice(copied, cursor.at), String(bodies.length));
      bodies.push(skipBody(cursor));
      copied = cursor.at;
      if (bodies.length > limits.maxResponses)
        throw cursor.fault('maxResponses', 'there are too many responses');
    } else if (path.length < Math.min(DEEPEST_BODY, limits.maxDepth)) {
      visitMembers(cursor, path, visit);
    } else {
      cursor.skipValue(limits.maxDepth - path.length);
    }
    if (cursor.containers > limits.maxElements) {
      throw cursor.fault('maxElements', `there are more than ${limits.maxElements} objects and arrays`);
    }
  };
  visit([]);
  if (!cursor.isAtEnd()) cursor.fail('end of the text');
  pieces.push(text.slice(copied));
  return { value: JSON.parse(pieces.join('')), bodies };
}

/**
 * Checks that a text is JSON.
 *
 * @throws {DocumentError} if it is none.
 */
export function checkJson(text: string): void {
  const cursor = new JsonCursor(text);
  cursor.skipValue(MAX_BODY_DEPTH);
  if (!cursor.isAtEnd()) cursor.fail('end of the text');
}

/** `/responses/<n>/body`, `/results/<n>`, and the items of an array that is the whole document. */
function isDocumentBody(path: JsonPath): boolean {
  const [first, second, third] = path;
  if (path.length === 1) return typeof first === 'number';
  if (path.length === 2) return first === 'results' && typeof second === 'number';
  return first === 'responses' && typeof second === 'number' && third === 'body';
}

function skipBody(cursor: JsonCursor): JsonSpan {
  const before = cursor.containers;
  cursor.skipSpace();
  const start = cursor.at;
  const depth = cursor.skipValue(MAX_BODY_DEPTH);
  cursor.containers = before;
  return { text: cursor.text.slice(start, cursor.at), depth };
}

function visitMembers(cursor: JsonCursor, path: JsonPath, visit: (path: JsonPath) => void): void {
  const kind = cursor.enter();
  if (kind === undefined) {
    cursor.skipValue(0);
    return;
  }
  for (let index = 0; !cursor.leave(kind); index++) {
    if (index > 0) cursor.separate();
    visit([...path, kind === 'object' ? cursor.readName() : index]);
  }
}
