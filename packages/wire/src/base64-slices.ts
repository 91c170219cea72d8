import { toBase64 } from './base64.js';

/** Yields the base64 form of the UTF-8 of a text in slices. */
export function* base64Slices(slices: Iterable<string>): Generator<string, void, undefined> {
  const utf8 = new TextEncoder();
  let rest: Uint8Array = new Uint8Array(0);
  for (const slice of slices) {
    const encoded = utf8.encode(slice);
    const bytes = new Uint8Array(rest.length + encoded.length);
    bytes.set(rest);
    bytes.set(encoded, rest.length);
    // Only the last slice may be padded, so the others have a multiple of three bytes.
    const end = bytes.length - (bytes.length % 3);
    rest = bytes.subarray(end);
    yield toBase64(bytes.subarray(0, end));
  }
  yield toBase64(rest);
}
