import { MultipartError } from './multipart-error.js';
import { type Field, readFields } from './read-fields.js';
import { readHead } from './read-head.js';

/** Bounds of what is read. */
export interface MultipartLimits {
  /** The most parts that the body may have; those of a multipart inside of a part do not count. */
  readonly maxParts: number;
  /** The most bytes that the head of one part may have. */
  readonly maxHeadBytes: number;
}

/** A part of a multipart body (RFC 2046 section 5.1). */
export interface Part {
  /** From 1. */
  readonly number: number;
  /** The header fields of the part as sent, unfolded and trimmed. */
  readonly fields: readonly Field[];
  /** The same by lower-case name. Of a field that repeats, the first value. */
  readonly headers: Readonly<Record<string, string>>;
  /** A view of the bytes that were passed in, without the line break that belongs to the delimiter after it. */
  readonly body: Uint8Array;
}

/** A line that separates parts. */
interface Delimiter {
  readonly start: number;
  /** Where the next line starts. */
  readonly next: number;
  readonly isClose: boolean;
}

const LF = 0x0a;
const CR = 0x0d;
const DASH = 0x2d;

/**
 * Returns the parts of a multipart body (RFC 2046 section 5.1.1), in linear time. Lines end with CRLF or LF. What stands
 * before the first delimiter or after the close delimiter is ignored; so is the text of a delimiter within a line. There are no
 * parts if nothing is between the only delimiter and the close delimiter.
 *
 * @throws {MultipartError} if the boundary does not occur, the close delimiter is missing, a head does not end or has a
 * line that is not a field, or a limit is exceeded.
 */
export function readMultipart(bytes: Uint8Array, boundary: string, limits: MultipartLimits): Part[] {
  return [...partsOf(bytes, boundary, limits)];
}

/** Yields each part that {@link readMultipart} returns, as soon as its end is known, and throws what that throws. */
export function* partsOf(
  bytes: Uint8Array,
  boundary: string,
  { maxParts, maxHeadBytes }: MultipartLimits,
): Generator<Part, void, undefined> {
  let number = 0;
  let start = 0;
  for (const delimiter of delimitersIn(bytes, boundary)) {
    // A client without requests sends one delimiter, and nothing in front of the close delimiter.
    if (number === 1 && delimiter.isClose && delimiter.start === start) return;
    if (number > 0) {
      const part = bytes.subarray(start, endOfPart(bytes, start, delimiter.start));
      yield readPart(part, number, maxHeadBytes);
    }
    if (delimiter.isClose) return;
    if (number === maxParts) {
      const limit = { name: 'maxParts', max: maxParts } as const;
      throw new MultipartError(`there are more than ${maxParts} parts`, { limit });
    }
    number += 1;
    start = delimiter.next;
  }
  if (number === 0) throw noDelimiter(bytes, boundary);
  const close = JSON.stringify(`--${boundary}--`);
  throw new MultipartError(`the close delimiter ${close} is missing`, { part: number, isTruncated: true });
}

function noDelimiter(bytes: Uint8Array, boundary: string): MultipartError {
  const message = `no line is the delimiter ${JSON.stringify(`--${boundary}`)}`;
  const isOneLine = bytes.length > 0 && !bytes.includes(LF);
  return new MultipartError(isOneLine ? `${message}: the body has no line breaks; were they lost?` : message);
}

function readPart(bytes: Uint8Array, number: number, maxHeadBytes: number): Part {
  const { lines, body } = readHead(bytes, maxHeadBytes, number);
  const headers = new Map<string, string>();
  const fields = readFields(lines, number);
  for (const [name, value] of fields) {
    const lowerCase = name.toLowerCase();
    if (!headers.has(lowerCase)) headers.set(lowerCase, value);
  }
  return { number, fields, headers: Object.fromEntries(headers), body };
}

/** Takes off the line break before a delimiter, which belongs to it. */
function endOfPart(bytes: Uint8Array, start: number, delimiter: number): number {
  if (delimiter === start) return start;
  return delimiter - start >= 2 && bytes[delimiter - 2] === CR ? delimiter - 2 : delimiter - 1;
}

function* delimitersIn(bytes: Uint8Array, boundary: string): Generator<Delimiter, void, undefined> {
  const marker = new TextEncoder().encode(`--${boundary}`);
  for (let start = 0; start < bytes.length; start += 1) {
    // Byte by byte: to search each line feed takes many times as long where lines are short.
    if (bytes[start] !== DASH || (start > 0 && bytes[start - 1] !== LF) || !isAt(bytes, start, marker))
      continue;
    const after = start + marker.length;
    const isClose = bytes[after] === DASH && bytes[after + 1] === DASH;
    const next = endOfPadding(bytes, isClose ? after + 2 : after);
    if (next !== undefined) yield { start, next, isClose };
  }
}

function isAt(bytes: Uint8Array, start: number, marker: Uint8Array): boolean {
  for (let index = 0; index < marker.length; index += 1) {
    if (bytes[start + index] !== marker[index]) return false;
  }
  return true;
}

/** Returns where the next line starts, if only blanks are left of this one (RFC 2046: transport-padding). */
function endOfPadding(bytes: Uint8Array, start: number): number | undefined {
  for (let at = start; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (byte === LF) return at + 1;
    if (byte !== 0x20 && byte !== 0x09 && byte !== CR) return undefined;
  }
  return bytes.length;
}
