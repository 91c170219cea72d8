import { MAX_ESCAPED_BYTES } from './escape-buffers.js';

/** Yields UTF-8 escaped, slice by slice. Each result is valid until the next one is asked for. */
export function* escapedSlices(
  bytes: Uint8Array,
  toEscaped: (slice: Uint8Array) => Uint8Array,
): Generator<Uint8Array, void, undefined> {
  for (let start = 0; start < bytes.length; start += MAX_ESCAPED_BYTES)
    yield toEscaped(bytes.subarray(start, start + MAX_ESCAPED_BYTES));
}
