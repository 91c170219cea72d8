import type { Multistatus } from './multistatus.js';

/**
 * Where in a document an error is: line and column, both counted from 1, columns in characters; for JSON, an RFC 6901
 * pointer; or the number of a part in a multipart body, from 1, such as `3`, or `3.1` for the first part in part 3.
 */
export type DocumentPlace =
  | {
      readonly line: number;
      readonly column: number;
      readonly pointer?: undefined;
      readonly part?: undefined;
    }
  | {
      readonly pointer: string;
      readonly line?: undefined;
      readonly column?: undefined;
      readonly part?: undefined;
    }
  | {
      readonly part: string;
      readonly line?: undefined;
      readonly column?: undefined;
      readonly pointer?: undefined;
    };

/**
 * Why a text cannot be read as a 207 document: the number of a broken rule of RFC 4918 (`RULES` lists them), the
 * option name of an exceeded limit, or
 * - `format`: the text is neither XML nor a JSON object or array
 * - `doctype`: it has a document type declaration
 * - `json`: it is not well-formed JSON
 * - `multipart`: it is not a multipart body of HTTP responses
 * - `truncated`: a part is missing. It is NDJSON without its last line, `{"summary": ...}`, or an index is missing or
 *   occurs twice in it, or it is multipart without its close delimiter, or there are more or fewer responses than its summary
 *   counts
 * - `shape`: it is JSON, but in no known form of a multi-status document, or it contradicts itself
 * - `extension`: an element or attribute in the namespace `urn:multistatus:xml:1` is not as this library writes it
 */
export type DocumentRule =
  | `X${number}`
  | 'format'
  | 'doctype'
  | 'json'
  | 'multipart'
  | 'truncated'
  | 'shape'
  | 'extension'
  | 'maxBytes'
  | 'maxDepth'
  | 'maxElements'
  | 'maxResponses';

/** Thrown for a text that is not a 207 document, is incomplete, or exceeds a limit. */
export class DocumentError extends Error {
  /** Always `'DocumentError'`, by which `isDocumentError` recognises errors of another copy of this package. */
  override readonly name = 'DocumentError';
  /** What is wrong, in a form that programs can compare. */
  readonly rule: DocumentRule;
  /** Where it is. The message says it too. */
  readonly place: DocumentPlace;
  /** The document without its summary, if JSON or XML contradicts its own summary. Set only with the rule `truncated`. */
  readonly document: Multistatus | undefined = undefined;

  /** Creates the error. Rule and place are added to the end of the message. */
  constructor(rule: DocumentRule, message: string, place: DocumentPlace) {
    super(`${message} (${rule}${describePlace(place, message)})`);
    this.rule = rule;
    this.place = place;
  }
}

/**
 * Checks whether an error is a {@link DocumentError}. Compares the name, so that errors of another copy of this
 * package are recognised as well.
 */
export function isDocumentError(error: unknown): error is DocumentError {
  return error instanceof Error && error.name === 'DocumentError';
}

/** Returns untrusted text in a form that is safe in a message: quoted, and cut to about 60 characters. */
export function quote(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 57)}...` : text);
}

/** Returns nothing if the message begins with the place. */
function describePlace({ pointer, part, line, column }: DocumentPlace, message: string): string {
  if (part !== undefined) return `, part ${part}`;
  if (pointer === undefined) return `, line ${line}, column ${column}`;
  if (message.startsWith(pointer === '' ? 'the document' : `${pointer} `)) return '';
  return pointer === '' ? ', the whole document' : `, at ${pointer}`;
}
