import type { ReadyIterator } from '@multistatus/wire';
import { concatBytes } from './concat-bytes.js';

/** A line of a stream. */
interface Line {
  /** The number of the line in the stream, from 1. Skipped lines count. */
  readonly number: number;
  /** Valid until the next line is asked for. `undefined` for a line over the limit, of which nothing was kept. */
  readonly bytes: Uint8Array | undefined;
}

interface LineLimits {
  readonly maxLineBytes: number;
  readonly onBytes: (count: number) => void;
}

const NEWLINE = 0x0a;
const UTF8 = new TextEncoder();
const NO_BYTES: Uint8Array = new Uint8Array(0);
const END = { done: true, value: undefined } as const;

/**
 * Returns the lines of a stream of bytes, and holds one line and one chunk in memory at a time.
 *
 * Skips lines of only white space, and a first line of only a byte order mark. A line over `maxLineBytes` is returned without its
 * bytes. `onBytes` is called with the size of each chunk before that chunk is split, and may throw to stop.
 */
export function readLines(
  stream: AsyncIterable<Uint8Array | string>,
  limits: LineLimits,
): ReadyIterator<Line> {
  return new StreamLines(stream[Symbol.asyncIterator](), limits);
}

class StreamLines implements ReadyIterator<Line> {
  readonly #stream: AsyncIterator<Uint8Array | string>;
  readonly #limits: LineLimits;
  #chunk: Uint8Array = NO_BYTES;
  /** Where the rest of the chunk begins. */
  #start = 0;
  /** What has arrived of the next line before the chunk. */
  #pieces: Uint8Array[] = [];
  #size = 0;
  #number = 0;
  #hasEnded = false;

  constructor(stream: AsyncIterator<Uint8Array | string>, limits: LineLimits) {
    this.#stream = stream;
    this.#limits = limits;
  }

  takeReady(): Line | undefined {
    for (;;) {
      const end = this.#start < this.#chunk.byteLength ? this.#chunk.indexOf(NEWLINE, this.#start) : -1;
      if (end < 0) return undefined;
      this.#add(this.#chunk.subarray(this.#start, end));
      this.#start = end + 1;
      const line = this.#endLine();
      if (!isBlank(line)) return line;
    }
  }

  async next(): Promise<IteratorResult<Line, void>> {
    for (;;) {
      const line = this.takeReady();
      if (line !== undefined) return { done: false, value: line };
      if (this.#hasEnded) return END;
      this.#keepRest();
      // If the stream fails, it has ended, too.
      this.#hasEnded = true;
      const next = await this.#stream.next();
      if (next.done === true) {
        const last = this.#endLine();
        return isBlank(last) ? END : { done: false, value: last };
      }
      await this.#receive(next.value);
      this.#hasEnded = false;
    }
  }

  async return(): Promise<IteratorResult<Line, void>> {
    this.#hasEnded = true;
    this.#chunk = NO_BYTES;
    await this.#stream.return?.();
    return END;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async #receive(data: Uint8Array | string): Promise<void> {
    const chunk = typeof data === 'string' ? UTF8.encode(data) : data;
    try {
      this.#limits.onBytes(chunk.byteLength);
    } catch (error) {
      await this.#stream.return?.();
      throw error;
    }
    this.#chunk = chunk;
    this.#start = 0;
  }

  /** Keeps a copy, as the stream may reuse the memory of the chunk, and a short piece must not keep a large chunk in memory. */
  #keepRest(): void {
    const rest = this.#chunk.subarray(this.#start);
    this.#chunk = NO_BYTES;
    this.#start = 0;
    // A line that is over the limit is not kept, so it needs no copy.
    this.#add(this.#size + rest.byteLength > this.#limits.maxLineBytes ? rest : new Uint8Array(rest));
  }

  #add(piece: Uint8Array): void {
    this.#size += piece.byteLength;
    if (this.#size > this.#limits.maxLineBytes) this.#pieces = [];
    else if (piece.byteLength > 0) this.#pieces.push(piece);
  }

  #endLine(): Line {
    const pieces = this.#pieces;
    const [first = NO_BYTES] = pieces;
    const bytes = pieces.length <= 1 ? first : concatBytes(pieces, this.#size);
    const isTooLong = this.#size > this.#limits.maxLineBytes;
    if (pieces.length > 0) this.#pieces = [];
    this.#size = 0;
    this.#number += 1;
    return { number: this.#number, bytes: isTooLong ? undefined : bytes };
  }
}

function isBlank({ number, bytes }: Line): boolean {
  if (bytes === undefined) return false;
  const hasMark = number === 1 && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  const start = hasMark ? 3 : 0;
  for (let at = start; at < bytes.byteLength; at += 1) {
    const byte = bytes[at];
    if (byte !== 0x20 && byte !== 0x09 && byte !== 0x0d) return false;
  }
  return true;
}
