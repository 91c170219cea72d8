import { loadWindow, MAX_SHORT_BYTES, WINDOW, WORDS } from './scan-window.js';

// Constants of this module, so that V8 knows their address: see WINDOW.
const bytes = WINDOW;
const words = WORDS;

/**
 * Checks whether XML can carry the text of valid UTF-8 unchanged, as `isXmlText` does.
 *
 * @see XML 1.0 section 2.2, production Char
 */
export function isXmlUtf8(source: Uint8Array): boolean {
  for (let start = 0; start < source.length; start += MAX_SHORT_BYTES) {
    if (hasControlCharacter(source.subarray(start, start + MAX_SHORT_BYTES))) return false;
  }
  return !hasNonCharacter(source);
}

/** Checks whether there is a control character other than TAB, LF and CR, four bytes at a time, as `endOfWindowString` does. */
function hasControlCharacter(source: Uint8Array): boolean {
  loadWindow(source);
  let at = 0;
  for (;;) {
    const word = words.getInt32(at, true);
    const found = (word - 0x20202020) & ~word & 0x80808080;
    if (found === 0) {
      at += 4;
      continue;
    }
    at += (31 - Math.clz32(found & -found)) >> 3;
    const code = bytes[at];
    if (code !== 0x0a && code !== 0x0d && code !== 0x09) return at < source.length;
    at += 1;
  }
}

/** Checks whether valid UTF-8 has U+FFFE or U+FFFF, which are the bytes EF BF BE and EF BF BF. */
export function hasNonCharacter(source: Uint8Array): boolean {
  for (let at = source.indexOf(0xef); at !== -1; at = source.indexOf(0xef, at + 3)) {
    if (source[at + 1] === 0xbf && (source[at + 2] as number) >= 0xbe) return true;
  }
  return false;
}
