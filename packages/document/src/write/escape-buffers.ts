/** How many bytes are escaped at a time: they fit into a piece of a document even if each of them is escaped. */
export const MAX_ESCAPED_BYTES = 10_240;
/** The most bytes that one byte becomes: a control character in JSON becomes six. */
const MAX_GROWTH = 6;
/** How far the loops may read or write beyond the end: less than six bytes. */
const MARGIN = 6;

/**
 * The bytes to be escaped, followed by zeros, at which the loops stop; and the room for the result. V8 compiles the address of a
 * constant array into the code that reads it, but only of a constant that its module does not export. So each module that uses
 * these has constants of its own for them.
 */
export const SOURCE: Uint8Array = new Uint8Array(MAX_ESCAPED_BYTES + MARGIN);
export const SOURCE_WORDS: DataView = new DataView(SOURCE.buffer);
export const TARGET: Uint8Array = new Uint8Array(MAX_GROWTH * MAX_ESCAPED_BYTES + MARGIN);
export const TARGET_WORDS: DataView = new DataView(TARGET.buffer);

/** Puts up to {@link MAX_ESCAPED_BYTES} bytes where they can be escaped. */
export function loadSource(bytes: Uint8Array): void {
  SOURCE.set(bytes);
  SOURCE.fill(0, bytes.length, bytes.length + MARGIN);
}
