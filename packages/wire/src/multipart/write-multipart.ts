/** A part to be written. */
export interface OutgoingPart {
  /** The header fields of the part, in the case in which they are written. */
  readonly fields: readonly (readonly [name: string, value: string])[];
  /** The body in pieces: text is written as UTF-8. */
  readonly body: Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>;
}

/** Yields a multipart body: CRLF only, no preamble, no epilogue, a CRLF after the close delimiter. */
export function writeMultipart(
  _parts: Iterable<OutgoingPart> | AsyncIterable<OutgoingPart>,
  _boundary: string,
): AsyncGenerator<string | Uint8Array, void, undefined> {
  throw new Error('not written yet');
}

/** Returns the head of a request, with the empty line that ends it. */
export function requestHead(
  _method: string,
  _target: string,
  _fields: readonly (readonly [name: string, value: string])[],
): string {
  throw new Error('not written yet');
}

/** Returns the head of a response, with the empty line that ends it. `reason` must not be empty. */
export function responseHead(
  _status: number,
  _reason: string,
  _fields: readonly (readonly [name: string, value: string])[],
): string {
  throw new Error('not written yet');
}
