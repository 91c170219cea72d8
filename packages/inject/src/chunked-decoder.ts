const LINE_FEED = 0x0a;

/** Removes chunk framing (RFC 9112 section 7.1) from a body that `node:http` has written. */
export class ChunkedDecoder {
  /** Trailer fields, as `Name: value` lines. */
  trailer = '';
  /** The last chunk and the trailer section have been read. */
  isComplete = false;
  /** Something other than a chunk was written, or anything after the end. */
  isGarbled = false;
  readonly #onData: (bytes: Uint8Array) => void;
  #expected: 'size' | 'end of data' | 'trailer' = 'size';
  /** The current line, as far as it has been written. */
  #line = '';
  /** Bytes of the current chunk that have yet to come. */
  #remaining = 0;

  /** `onData` is called with the bytes of the body, in pieces. */
  constructor(onData: (bytes: Uint8Array) => void) {
    this.#onData = onData;
  }

  write(bytes: Buffer): void {
    let position = 0;
    while (position < bytes.length && !this.isGarbled) {
      if (this.isComplete) this.isGarbled = true;
      else if (this.#remaining > 0) position = this.#readData(bytes, position);
      else position = this.#readLine(bytes, position);
    }
  }

  #readData(bytes: Buffer, start: number): number {
    const end = Math.min(bytes.length, start + this.#remaining);
    this.#remaining -= end - start;
    this.#onData(bytes.subarray(start, end));
    return end;
  }

  #readLine(bytes: Buffer, start: number): number {
    const lineFeed = bytes.indexOf(LINE_FEED, start);
    const end = lineFeed === -1 ? bytes.length : lineFeed + 1;
    this.#line += bytes.toString('latin1', start, end);
    if (lineFeed === -1) return end;
    const line = this.#line.trimEnd();
    this.#line = '';
    this.#takeLine(line);
    return end;
  }

  #takeLine(line: string): void {
    if (this.#expected === 'size') {
      this.#remaining = Number.parseInt(line, 16);
      this.#expected = this.#remaining === 0 ? 'trailer' : 'end of data';
      if (Number.isNaN(this.#remaining)) this.isGarbled = true;
    } else if (this.#expected === 'end of data') {
      this.#expected = 'size';
      if (line !== '') this.isGarbled = true;
    } else if (line === '') this.isComplete = true;
    else this.trailer += `${line}\r\n`;
  }
}
