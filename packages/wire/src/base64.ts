const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const CODES: Uint8Array = Uint8Array.from(ALPHABET, (digit) => digit.charCodeAt(0));
const PADDING = 0x3d; // =
/** The value of each digit by its character code; 0 for a character that is not a digit. */
const VALUES: Uint8Array = new Uint8Array(128);
for (const [value, code] of CODES.entries()) VALUES[code] = value;

// A multiple of three, so that only the last piece is padded; small enough to be spread as arguments.
const CHUNK_BYTES = 6144;

/**
 * Returns the base64 form of bytes (RFC 4648 section 4), with padding.
 *
 * Written by hand because `btoa` of Node 20 takes more than three times as long.
 */
export function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (let start = 0; start < bytes.length; start += CHUNK_BYTES) {
    text += String.fromCharCode(...encodeChunk(bytes.subarray(start, start + CHUNK_BYTES)));
  }
  return text;
}

function encodeChunk(bytes: Uint8Array): number[] {
  const codes: number[] = [];
  for (let at = 0; at < bytes.length; at += 3) {
    const triple = (byteAt(bytes, at) << 16) | (byteAt(bytes, at + 1) << 8) | byteAt(bytes, at + 2);
    codes.push(codeOf(triple >> 18), codeOf(triple >> 12), codeOf(triple >> 6), codeOf(triple));
  }
  const missing = (3 - (bytes.length % 3)) % 3;
  return missing === 0 ? codes : codes.fill(PADDING, codes.length - missing);
}

function byteAt(bytes: Uint8Array, index: number): number {
  return bytes[index] ?? 0;
}

/** Returns the character code for the lowest six bits. */
function codeOf(bits: number): number {
  return CODES[bits & 63] as number;
}

/** Returns the bytes of a text that {@link isBase64} accepts. */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  const end = text.length - (text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0);
  const bytes = new Uint8Array(Math.floor((end * 3) / 4));
  let bits = 0;
  let bitCount = 0;
  let offset = 0;
  for (let at = 0; at < end; at += 1) {
    bits = (bits << 6) | (VALUES[text.charCodeAt(at)] ?? 0);
    bitCount += 6;
    if (bitCount < 8) continue;
    bitCount -= 8;
    bytes[offset] = bits >> bitCount;
    offset += 1;
  }
  return bytes;
}

/** Checks whether a text is base64 with its padding (RFC 4648 section 4). */
export function isBase64(text: string): boolean {
  return text.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(text);
}

/**
 * Checks whether a text is base64 or base64url (RFC 4648 sections 4 and 5), with or without padding, as OData and
 * Microsoft Graph send it. Takes linear time.
 */
export function isAnyBase64(text: string): boolean {
  const unpadded = text.replace(/={1,2}$/, '');
  if (/[^A-Za-z0-9+/]/.test(unpadded) && /[^A-Za-z0-9_-]/.test(unpadded)) return false;
  return unpadded.length === text.length ? unpadded.length % 4 !== 1 : text.length % 4 === 0;
}

/** Returns the base64 form of a text that {@link isAnyBase64} accepts: the alphabet of section 4, with padding. */
export function normaliseBase64(text: string): string {
  const digits = text.replaceAll('-', '+').replaceAll('_', '/');
  return digits.padEnd(Math.ceil(digits.length / 4) * 4, '=');
}
