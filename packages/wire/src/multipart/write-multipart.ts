import { isFieldValue, isToken } from '../field-syntax.js';
import { fromLatin1, isBeyondAscii, toLatin1 } from './latin-1.js';
import type { Field } from './read-fields.js';

/** A piece of a body: text is written as UTF-8. */
export type Piece = string | Uint8Array;

/** A part to be written. */
export interface OutgoingPart {
  /** The header fields of the part, as they are written: clients expect the usual case of names. */
  readonly fields: readonly Field[];
  /** The body in pieces. */
  readonly body: Iterable<Piece> | AsyncIterable<Piece>;
}

/**
 * Returns a boundary that begins with `prefix` and ends with 122 random bits, so that it occurs in no body. Clients of OData expect
 * `batchresponse` and, in a changeset, `changesetresponse`.
 */
export function newBoundary(prefix: string): string {
  return `${prefix}_${crypto.randomUUID()}`;
}

/** Returns the header fields of an `application/http` part, in the form and order that all known clients read. */
export function httpPartFields(contentId: string | undefined): readonly Field[] {
  const fields: Field[] = [
    ['Content-Type', 'application/http'],
    ['Content-Transfer-Encoding', 'binary'],
  ];
  return contentId === undefined ? fields : [...fields, ['Content-ID', contentId]];
}

/**
 * Yields a multipart body (RFC 2046 section 5.1.1): CRLF only, no preamble, no epilogue, a CRLF after the close delimiter. Takes the
 * next part when the one before has been written.
 *
 * @throws {RangeError} if a field cannot stand in a head. What `parts` throws passes through.
 */
export async function* writeMultipart(
  parts: Iterable<OutgoingPart> | AsyncIterable<OutgoingPart>,
  boundary: string,
): AsyncGenerator<Piece, void, undefined> {
  for await (const { fields, body } of parts) {
    yield `--${boundary}\r\n`;
    yield toHead('', fields);
    yield* body;
    yield '\r\n';
  }
  yield `--${boundary}--\r\n`;
}

/**
 * Returns the head of a request, with the empty line that ends it: as text if it is ASCII, otherwise as bytes.
 *
 * @throws {RangeError} if method or target are empty or cannot stand in a request line, or a field cannot stand in a head.
 */
export function requestHead(method: string, target: string, fields: readonly Field[]): Piece {
  if (!isToken(method)) throw new RangeError(`${JSON.stringify(method)} is not a method`);
  return toHead(startLine(`${method} `, target, ' HTTP/1.1'), fields);
}

/**
 * Returns the head of a response, with the empty line that ends it: as text if it is ASCII, otherwise as bytes. `reason` must not be
 * empty, because some clients fail without a reason phrase.
 *
 * @throws {RangeError} if status or reason cannot stand in a status line, or a field cannot stand in a head.
 */
export function responseHead(status: number, reason: string, fields: readonly Field[]): Piece {
  if (!Number.isInteger(status) || status < 100 || status > 999)
    throw new RangeError(`${status} is not a status`);
  return toHead(startLine(`HTTP/1.1 ${status} `, reason, ''), fields);
}

/** Returns the start line as Latin-1 with one character for each byte of its UTF-8. */
function startLine(before: string, text: string, after: string): string {
  const bytes = isBeyondAscii(text) ? toBytes(text) : text;
  if (text === '' || !isFieldValue(bytes)) {
    throw new RangeError(`${JSON.stringify(text)} cannot stand in the first line of a message`);
  }
  return `${before}${bytes}${after}\r\n`;
}

function toBytes(text: string): string {
  return fromLatin1(new TextEncoder().encode(text));
}

function toHead(firstLine: string, fields: readonly Field[]): Piece {
  let head = firstLine;
  for (const [name, value] of fields) {
    if (!isToken(name) || !isFieldValue(value)) {
      throw new RangeError(`${JSON.stringify(`${name}: ${value}`)} cannot stand in a head`);
    }
    head += `${name}: ${value}\r\n`;
  }
  head += '\r\n';
  return isBeyondAscii(head) ? toLatin1(head) : head;
}
