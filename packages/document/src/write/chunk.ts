/** The minimum length of a piece that is not the last one, in UTF-16 code units or bytes. */
export const PIECE_LENGTH = 65_536;
/** A piece, and the text around what fills it. */
const CAPACITY = 73_728;
/** The most bytes that a UTF-16 code unit takes in UTF-8. */
const MAX_BYTES_OF_UNIT = 3;

interface NodeBuffer {
  allocUnsafeSlow(length: number): Uint8Array;
}

const { Buffer } = globalThis as { readonly Buffer?: NodeBuffer };
const UTF8 = new TextEncoder();

/** Collects text and bytes into one piece of a document: a string as long as no bytes are added, and UTF-8 from then on. */
export class Chunk {
  /** The text after the bytes. */
  text = '';
  #bytes: Uint8Array | undefined;
  #end = 0;

  /** About the length of the piece. */
  get length(): number {
    return this.#end + this.text.length;
  }

  /** Adds bytes of at most {@link PIECE_LENGTH} after the text; they are copied. Returns the piece so far if they do not fit. */
  add(bytes: Uint8Array): string | Uint8Array | undefined {
    const needed = this.#end + MAX_BYTES_OF_UNIT * this.text.length + bytes.length;
    const full = needed > CAPACITY && this.length > 0 ? this.take() : undefined;
    const target = this.#encodeText(this.#bytes ?? allocate(CAPACITY));
    target.set(bytes, this.#end);
    this.#end += bytes.length;
    this.#bytes = target;
    return full;
  }

  /** Returns the piece and begins another. */
  take(): string | Uint8Array {
    if (this.#bytes === undefined) {
      const { text } = this;
      this.text = '';
      return text;
    }
    const piece = this.#encodeText(this.#bytes).subarray(0, this.#end);
    this.#bytes = undefined;
    this.#end = 0;
    return piece;
  }

  /** Adds the text to bytes, and returns these; others with more room if it does not fit. */
  #encodeText(bytes: Uint8Array): Uint8Array {
    const { text } = this;
    const needed = this.#end + MAX_BYTES_OF_UNIT * text.length;
    let target = bytes;
    if (needed > bytes.length) {
      target = allocate(needed);
      target.set(bytes.subarray(0, this.#end));
    }
    this.#end += UTF8.encodeInto(text, target.subarray(this.#end)).written;
    this.text = '';
    return target;
  }
}

/** With Node, the bytes are not set to zero. */
function allocate(length: number): Uint8Array {
  return Buffer === undefined ? new Uint8Array(length) : Buffer.allocUnsafeSlow(length);
}
