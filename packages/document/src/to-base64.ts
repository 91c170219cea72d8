// A multiple of three, so that the pieces join without padding between them; small enough to be spread as arguments.
const CHUNK_BYTES = 6144;

/** Gives the base64 form (RFC 4648 section 4) of the UTF-8 bytes of a text, in browsers as in Node. */
export function toBase64(text: string): string {
  const bytes = new TextEncoder().encode(text);
  let base64 = '';
  for (let start = 0; start < bytes.length; start += CHUNK_BYTES) {
    base64 += btoa(String.fromCharCode(...bytes.subarray(start, start + CHUNK_BYTES)));
  }
  return base64;
}
