import type { BodyCollector } from './body-collector.js';

const CARRIAGE_RETURN = 0x0d;
const LINE_FEED = 0x0a;
/** The end of most bodies: without trailers, and written in one piece. */
const LAST_CHUNK = '0\r\n\r\n';

/** Removes chunk framing (RFC 9112 section 7.1) from a body that `node:http` has written. */
export class ChunkedDecoder {
  /** Trailer fields, as `Name: value` lines. */
  trailer = '';
  /** The last chunk and the trailer section have been read. */
  isComplete = false;
  /** Something other than a chunk was written, or anything after the end. */
  isGarbled = false;
  readonly #body: BodyCollector;
  #expected: 'size' | 'end of data' | 'trailer' = 'size';
  /** The current line, as far as it has been written. */
  #line = '';
  /** Bytes of the current chunk that have yet to come. */
  #remaining = 0;

  /** What is left without framing is added to `body`. */
  constructor(body: BodyCollector) {
    this.#body = body;
  }

  /** What is written next belongs to the body, not to its framing. */
  get expectsData(): boolean {
    return this.#remaining > 0;
  }

  /** Takes the next bytes; of data, it keeps the bytes themselves and not a copy. */
  write(bytes: Uint8Array): void {
    let position = 0;
    while (position < bytes.length && !this.isGarbled) {
      if (this.isComplete) this.isGarbled = true;
      else if (this.#remaining > 0) position = this.#readData(bytes, position);
      else position = this.#readLine(bytes, position);
    }
  }

  /** Takes the next characters of a line, such as the size of a chunk. */
  writeText(text: string): void {
    if (text === LAST_CHUNK && this.#expected === 'size' && this.#line === '' && !this.isComplete)
      this.isComplete = true;
    else if (text.includes('\n') || this.isComplete) this.write(Buffer.from(text, 'latin1'));
    else this.#line += text;
  }

  #readData(bytes: Uint8Array, start: number): number {
    const end = Math.min(bytes.length, start + this.#remaining);
    this.#remaining -= end - start;
    this.#body.add(start === 0 && end === bytes.length ? bytes : bytes.subarray(start, end));
    return end;
  }

  #readLine(bytes: Uint8Array, start: number): number {
    // What Node writes between chunks is a line end by itself.
    if (bytes[start] === CARRIAGE_RETURN && bytes[start + 1] === LINE_FEED) {
      this.#takeLine();
      return start + 2;
    }
    const lineFeed = bytes.indexOf(LINE_FEED, start);
    const end = lineFeed === -1 ? bytes.length : lineFeed + 1;
    for (let at = start; at < end; at += 1) this.#line += String.fromCharCode(bytes[at] as number);
    if (lineFeed !== -1) this.#takeLine();
    return end;
  }

  #takeLine(): void {
    const line = this.#line.trimEnd();
    this.#line = '';
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
