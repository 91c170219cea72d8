/** How many bytes are escaped at a time: so many that they fit into a piece of a document however many of them are escaped. */
export const MAX_ESCAPED_BYTES = 10_240;
/** The most bytes that one becomes: a control character in JSON. */
const MAX_GROWTH = 6;
/** What may be read or written beyond the end: less than six bytes. */
const MARGIN = 6;

/**
 * The bytes to be escaped, with zeros after them, at which the loop stops, and the room for the result. V8 compiles the address of a
 * constant into the code that reads it, but only of one that the module does not export: who uses these has constants of its own
 * for them.
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
