/** Returns the index at which UTF-8 begins, after a byte order mark, which is not a part of the text. */
export function startOfText(bytes: Uint8Array): number {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
}
