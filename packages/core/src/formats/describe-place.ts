const UTF8 = new TextDecoder();
const NEWLINE = /\n/g;

/**
 * Returns the place of a byte in UTF-8 for a message: "see character 5 (line 1, column 6)". Characters count from 0, lines and
 * columns from 1, as in the messages of V8; a character is a UTF-16 unit. A byte order mark does not count.
 *
 * `firstLine` is the number of the line that `bytes` starts at, if they are part of a longer text.
 */
export function describePlace(bytes: Uint8Array, at: number, firstLine: number): string {
  const before = UTF8.decode(bytes.subarray(0, at));
  const line = firstLine + (before.match(NEWLINE)?.length ?? 0);
  const column = before.length - before.lastIndexOf('\n');
  return `see character ${before.length} (line ${line}, column ${column})`;
}
