import { decodeUtf8 } from '../decode-utf8.js';

/** Few enough to be passed as arguments. */
const CHUNK_LENGTH = 4096;
const NOT_ASCII = /[\x80-\uffff]/;

/** Returns one character for each byte. A `TextDecoder` would not: its `latin1` is windows-1252. */
export function fromLatin1(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += CHUNK_LENGTH) {
    // Not spread: an iterator would take several times as long.
    text += String.fromCharCode.apply(null, bytes.subarray(at, at + CHUNK_LENGTH) as unknown as number[]);
  }
  return text;
}

/** Returns one byte for each character, which must all be below U+0100. */
export function toLatin1(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

/** Checks whether a text has characters beyond ASCII. */
export function isBeyondAscii(text: string): boolean {
  return NOT_ASCII.test(text);
}

/** Returns the text that the bytes of Latin-1 text have as UTF-8; the text itself if they are not valid UTF-8. */
export function asUtf8(latin1: string): string {
  return isBeyondAscii(latin1) ? (decodeUtf8(toLatin1(latin1)) ?? latin1) : latin1;
}
