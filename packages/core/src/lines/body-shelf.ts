const SLAB_BYTES = 65_536;
/** Longer bodies are kept where they are. */
const MAX_COPIED_BYTES = 4_096;

/**
 * Copies short bodies next to each other. A body as its target has sent it is usually a part of a block of memory that others have parts
 * of, such as what was written to the client: of such a block, four times as much would be kept as is needed.
 */
export class BodyShelf {
  #slab = new Uint8Array(0);
  #end = 0;

  /** Returns where the bytes are now. They go up to `bytes.byteLength` after `start`. */
  add(bytes: Uint8Array): { readonly slab: Uint8Array; readonly start: number } {
    const { byteLength } = bytes;
    if (byteLength > MAX_COPIED_BYTES) return { slab: bytes, start: 0 };
    if (this.#end + byteLength > this.#slab.byteLength) {
      this.#slab = new Uint8Array(SLAB_BYTES);
      this.#end = 0;
    }
    const start = this.#end;
    this.#slab.set(bytes, start);
    this.#end += byteLength;
    return { slab: this.#slab, start };
  }
}
