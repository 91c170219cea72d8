import { isFieldValue } from '../field-syntax.js';
import { fromLatin1 } from './latin-1.js';
import { MultipartError } from './multipart-error.js';

/** The lines before a body. */
export interface Head {
  /** Latin-1, without line breaks. */
  readonly lines: readonly string[];
  /** What follows the empty line: a view of the bytes that were passed in. */
  readonly body: Uint8Array;
}

const LF = 0x0a;
const CR = 0x0d;

/**
 * Returns the lines up to the first empty one. Lines end with CRLF or LF. Where the bytes end right after a line, the empty
 * line may be missing: it was the line break that belongs to the delimiter.
 *
 * @throws {MultipartError} if the head does not end, is longer than `maxHeadBytes`, or has a control character.
 */
export function readHead(bytes: Uint8Array, maxHeadBytes: number, part?: number): Head {
  const lines: string[] = [];
  let start = 0;
  while (start < bytes.length) {
    const found = bytes.indexOf(LF, start);
    const lineFeed = found === -1 ? bytes.length : found;
    if (lineFeed >= maxHeadBytes) {
      const limit = { name: 'maxHeadBytes', max: maxHeadBytes } as const;
      throw new MultipartError(`the head is longer than ${maxHeadBytes} bytes`, { part, limit });
    }
    if (found === -1) break;
    const end = lineFeed > start && bytes[lineFeed - 1] === CR ? lineFeed - 1 : lineFeed;
    const line = fromLatin1(bytes.subarray(start, end));
    start = lineFeed + 1;
    if (line === '') return { lines, body: bytes.subarray(start) };
    if (!isFieldValue(line)) throw new MultipartError('the head has a control character', { part });
    lines.push(line);
  }
  if (start < bytes.length || lines.length === 0) {
    throw new MultipartError('the head does not end with an empty line', { part });
  }
  return { lines, body: bytes.subarray(start) };
}
