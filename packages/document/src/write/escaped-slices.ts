import { MAX_ESCAPED_BYTES } from './escape-buffers.js';

/** How many slices are counted at a time: 60 KiB. */
const SLICES_PER_STEP = 6;

/** Yields UTF-8 escaped, slice by slice. Each result is valid until the next one is asked for. */
export function* escapedSlices(
  bytes: Uint8Array,
  toEscaped: (slice: Uint8Array) => Uint8Array,
): Generator<Uint8Array, void, undefined> {
  for (let start = 0; start < bytes.length; start += MAX_ESCAPED_BYTES)
    yield toEscaped(bytes.subarray(start, start + MAX_ESCAPED_BYTES));
}

/** Counts the bytes of UTF-8 once it is escaped. Yields between the steps of a long one. */
export function* escapedLength(
  bytes: Uint8Array,
  toEscaped: (slice: Uint8Array) => Uint8Array,
): Generator<void, number, undefined> {
  let length = 0;
  let count = 0;
  for (const slice of escapedSlices(bytes, toEscaped)) {
    length += slice.length;
    count += 1;
    if (count % SLICES_PER_STEP === 0) yield;
  }
  return length;
}

/** Returns the length of the base64 form of bytes. */
export function base64Length(bytes: number): number {
  return Math.ceil(bytes / 3) * 4;
}
