const EMPTY = new Uint8Array(0);

/** Collects the pieces of a body, up to a maximum. */
export class BodyCollector {
  /** Bytes that have been written, those that were dropped included. */
  size = 0;
  readonly #maxBytes: number;
  /** Most bodies come in one piece and need no list. */
  #first: Uint8Array = EMPTY;
  #others: Uint8Array[] | undefined;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  get isTooLarge(): boolean {
    return this.size > this.#maxBytes;
  }

  /** Keeps `chunk` itself, not a copy. */
  add(chunk: Uint8Array): void {
    this.size += chunk.byteLength;
    if (this.size > this.#maxBytes) {
      this.#first = EMPTY;
      this.#others = undefined;
    } else if (this.#first.byteLength === 0) this.#first = chunk;
    else if (this.#others === undefined) this.#others = [chunk];
    else this.#others.push(chunk);
  }

  /** Returns the whole body; nothing if it is too large. */
  concat(): Uint8Array {
    return this.#others === undefined
      ? this.#first
      : Buffer.concat([this.#first, ...this.#others], this.size);
  }
}
