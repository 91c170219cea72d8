// A multiple of three, so that the pieces join without padding between them; small enough to be spread as arguments.
const CHUNK_BYTES = 6144;

/** Gives the base64 form of bytes (RFC 4648 section 4), in browsers as in Node. */
export function toBase64(bytes: Uint8Array): string {
  let base64 = '';
  for (let start = 0; start < bytes.length; start += CHUNK_BYTES) {
    base64 += btoa(String.fromCharCode(...bytes.subarray(start, start + CHUNK_BYTES)));
  }
  return base64;
}
