/** The length in bytes up to which a body is checked at once. That takes a tenth of a millisecond at most. */
export const MAX_SHORT_BYTES = 65_536;
/** How far a scanner may read beyond the last byte: a word of four bytes that starts with the byte after it. */
const MARGIN = 5;

/**
 * The bytes that are scanned, followed by zeros. Every scanner stops at a zero, so none has to check where the end is.
 *
 * V8 compiles the address of a constant array into the code that reads it, which saves a third of the time of a scan; copying the
 * bytes here costs a hundredth. It does so only for a constant that its module does not export. So each scanner has a constant of
 * its own for this one.
 */
export const WINDOW: Uint8Array = new Uint8Array(MAX_SHORT_BYTES + MARGIN);
/** The same bytes, to be read four at a time. */
export const WORDS: DataView = new DataView(WINDOW.buffer);

/** Puts up to {@link MAX_SHORT_BYTES} bytes into the window. They stay there until the next call. */
export function loadWindow(bytes: Uint8Array): void {
  WINDOW.set(bytes);
  WINDOW.fill(0, bytes.length, bytes.length + MARGIN);
}
