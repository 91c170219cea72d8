/** A line of a stream; `undefined` stands for one over the limit, of which nothing was kept. */
export type Line = Uint8Array | undefined;

const NEWLINE = 0x0a;

/**
 * Splits a stream of bytes at its newlines, and holds one line at a time.
 *
 * Lines of white space alone are left out; one over `maxLineBytes` is given as `undefined`. `onBytes` hears of every
 * chunk before it is looked at, and may throw.
 */
export async function* readLines(
  stream: AsyncIterable<Uint8Array | string>,
  { maxLineBytes, onBytes }: { readonly maxLineBytes: number; readonly onBytes: (count: number) => void },
): AsyncGenerator<Line, void, undefined> {
  let pieces: Uint8Array[] = [];
  let size = 0;
  const add = (piece: Uint8Array): void => {
    size += piece.byteLength;
    if (size > maxLineBytes) pieces = [];
    else if (piece.byteLength > 0) pieces.push(piece);
  };
  const take = (): Line => {
    const [first = EMPTY, ...others] = pieces;
    const line = others.length === 0 ? first : Buffer.concat(pieces, size);
    const isTooLong = size > maxLineBytes;
    pieces = [];
    size = 0;
    return isTooLong ? undefined : line;
  };
  for await (const read of stream) {
    const chunk = typeof read === 'string' ? Buffer.from(read) : read;
    onBytes(chunk.byteLength);
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      add(chunk.subarray(start, end));
      start = end + 1;
      const line = take();
      if (!isBlank(line)) yield line;
    }
    // A copy: the stream may use the memory of the chunk again, and a small rest must not keep a great chunk alive.
    if (size + chunk.byteLength - start > maxLineBytes) add(chunk.subarray(start));
    else add(Buffer.from(chunk.subarray(start)));
  }
  const last = take();
  if (!isBlank(last)) yield last;
}

const EMPTY: Uint8Array = new Uint8Array(0);

function isBlank(line: Line): boolean {
  return line?.every((byte) => byte === 0x20 || byte === 0x09 || byte === 0x0d) ?? false;
}
