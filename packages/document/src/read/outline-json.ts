import { MAX_BODY_DEPTH } from '../max-body-depth.js';
import { JsonCursor } from './json-cursor.js';
import type { ResolvedReadLimits } from './read-limits.js';

/** The source text of a JSON value. */
export interface JsonSpan {
  readonly text: string;
  /** Its nesting depth; 0 if it is neither an object nor an array. */
  readonly depth: number;
}

/** A JSON document without its bodies. */
export interface JsonOutline {
  /** The parsed document. In place of each body it has the index of that body in `bodies`. */
  readonly value: unknown;
  readonly bodies: readonly JsonSpan[];
}

// The number of steps to the deepest body: `/responses/0/body`.
const DEEPEST_BODY = 3;

/** The names and indexes on the path from the root to a value. */
export type JsonPath = readonly (string | number)[];

/**
 * Parses the JSON text of a cursor, except the bodies, which `isBody` recognises by their path. Bodies stay text, so
 * that they are kept exactly as written and large numbers lose no digits.
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
        throw cursor.errorHere('maxResponses', 'there are too many responses');
    } else if (path.length < Math.min(DEEPEST_BODY, limits.maxDepth)) {
      visitMembers(cursor, path, visit);
    } else {
      cursor.skipValue(limits.maxDepth - path.length);
    }
    if (cursor.containers > limits.maxElements) {
      throw cursor.errorHere('maxElements', `there are more than ${limits.maxElements} objects and arrays`);
    }
  };
  visit([]);
  if (!cursor.isAtEnd()) cursor.fail('the end of the text');
  pieces.push(text.slice(copied));
  return { value: JSON.parse(pieces.join('')), bodies };
}

/**
 * Checks that a text is JSON, nested at most {@link MAX_BODY_DEPTH} deep.
 *
 * @throws {DocumentError} of rule `json` or `maxDepth` if it is not.
 */
export function checkJson(text: string): void {
  const cursor = new JsonCursor(text);
  cursor.skipValue(MAX_BODY_DEPTH);
  if (!cursor.isAtEnd()) cursor.fail('the end of the text');
}

/** Bodies are `/responses/<n>/body`, `/results/<n>`, and the items of an array that is the whole document. */
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
