const SLAB_BYTES = 65_536;
/** Longer bodies are kept where they are. */
const MAX_COPIED_BYTES = 4_096;

/**
 * Copies short bodies next to each other. The body that a target has sent is usually part of a larger block of memory, and keeping
 * it would keep the whole block: four times as much as is needed.
 */
export class BodyShelf {
  #slab = new Uint8Array(0);
  #end = 0;

  /** Returns where the bytes are kept: as many as there were, from `start`. */
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
