/** Where in a text a fault is: lines and columns counted from 1, columns in characters; or an RFC 6901 pointer into its JSON. */
export type DocumentPlace =
  | { readonly line: number; readonly column: number; readonly pointer?: undefined }
  | { readonly pointer: string; readonly line?: undefined; readonly column?: undefined };

/**
 * What a text breaks that cannot be read as a 207 document: a rule of RFC 4918 by its number (`RULES` says which),
 * the limit that is exceeded by the name of its option, or
 * - `format`: the text is neither XML nor JSON
 * - `doctype`: it has a document type declaration
 * - `json`: it is not well-formed JSON
 * - `truncated`: it is NDJSON without its last line, `{"summary": ...}`
 * - `shape`: its JSON is not of a kind that says what became of several resources
 * - `extension`: what stands in the namespace `urn:multistatus:xml:1` is not what this library writes there
 */
export type DocumentRule =
  | `X${number}`
  | 'format'
  | 'doctype'
  | 'json'
  | 'truncated'
  | 'shape'
  | 'extension'
  | 'maxBytes'
  | 'maxDepth'
  | 'maxElements'
  | 'maxResponses';

/** A text that is no 207 document, or one that a limit forbids to read. Nothing of it has been used. */
export class DocumentError extends Error {
  override readonly name = 'DocumentError';
  readonly rule: DocumentRule;
  readonly place: DocumentPlace;

  constructor(rule: DocumentRule, message: string, place: DocumentPlace) {
    super(`${message} (${rule}, ${describePlace(place)})`);
    this.rule = rule;
    this.place = place;
  }
}

/** Tells a {@link DocumentError} by its name, so that one of another copy of this package is known too. */
export function isDocumentError(error: unknown): error is DocumentError {
  return error instanceof Error && error.name === 'DocumentError';
}

/** Gives a piece of a foreign text as it may stand in a message: quoted, and at most some 60 characters of it. */
export function quote(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 57)}...` : text);
}

function describePlace(place: DocumentPlace): string {
  if (place.pointer === undefined) return `line ${place.line}, column ${place.column}`;
  return place.pointer === '' ? 'the whole document' : `at ${place.pointer}`;
}
