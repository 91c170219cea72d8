import { concatBytes } from './concat-bytes.js';

/** A line of a stream. */
interface Line {
  /** The number of the line in the stream, from 1. Skipped lines count. */
  readonly number: number;
  /** `undefined` for a line over the limit, of which nothing was kept. */
  readonly bytes: Uint8Array | undefined;
}

const NEWLINE = 0x0a;
const UTF8 = new TextEncoder();

/**
 * Yields the lines of a stream of bytes, and holds one line in memory at a time.
 *
 * Lines of white space only are skipped. A line over `maxLineBytes` is yielded without its bytes. `onBytes` is called
 * with the size of each chunk before that chunk is split, and may throw to stop.
 */
export async function* readLines(
  stream: AsyncIterable<Uint8Array | string>,
  { maxLineBytes, onBytes }: { readonly maxLineBytes: number; readonly onBytes: (count: number) => void },
): AsyncGenerator<Line, void, undefined> {
  let pieces: Uint8Array[] = [];
  let size = 0;
  let number = 0;
  const add = (piece: Uint8Array): void => {
    size += piece.byteLength;
    if (size > maxLineBytes) pieces = [];
    else if (piece.byteLength > 0) pieces.push(piece);
  };
  const takeLine = (): Line => {
    const [first = NO_BYTES, ...others] = pieces;
    const bytes = others.length === 0 ? first : concatBytes(pieces, size);
    const isTooLong = size > maxLineBytes;
    pieces = [];
    size = 0;
    number += 1;
    return { number, bytes: isTooLong ? undefined : bytes };
  };
  for await (const data of stream) {
    const chunk = typeof data === 'string' ? UTF8.encode(data) : data;
    onBytes(chunk.byteLength);
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      add(chunk.subarray(start, end));
      start = end + 1;
      const line = takeLine();
      if (!isBlank(line)) yield line;
    }
    // A copy, as the stream may reuse the memory of the chunk, and a short piece must not keep a large chunk in memory.
    // A line that is over the limit is not kept, so it needs no copy.
    if (size + chunk.byteLength - start > maxLineBytes) add(chunk.subarray(start));
    else add(new Uint8Array(chunk.subarray(start)));
  }
  const last = takeLine();
  if (!isBlank(last)) yield last;
}

const NO_BYTES: Uint8Array = new Uint8Array(0);

function isBlank({ bytes }: Line): boolean {
  return bytes?.every((byte) => byte === 0x20 || byte === 0x09 || byte === 0x0d) ?? false;
}
