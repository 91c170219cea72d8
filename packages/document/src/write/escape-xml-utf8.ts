import { loadSource, SOURCE, SOURCE_WORDS, TARGET, TARGET_WORDS } from './escape-buffers.js';
import { toEscapeTable } from './escape-table.js';

// Constants of this module, so that V8 knows their address: see SOURCE.
const source = SOURCE;
const sourceWords = SOURCE_WORDS;
const target = TARGET;
const targetWords = TARGET_WORDS;

const { first, second, length } = toEscapeTable({
  38: '&amp;',
  60: '&lt;',
  62: '&gt;',
  13: '&#13;',
});

/**
 * Returns up to `MAX_ESCAPED_BYTES` bytes of UTF-8 as `escapeXmlText` escapes their text. The result is valid until the next call.
 *
 * Copies four bytes at a time. Subtracting a byte from each byte of a word sets the highest bit of those that are smaller, so that
 * one comparison finds `&`, `<`, `>` and control characters. A borrow can set the bit of a byte after such a byte, but never of one
 * before it.
 */
export function escapeXmlUtf8(bytes: Uint8Array): Uint8Array {
  loadSource(bytes);
  let at = 0;
  let end = 0;
  for (;;) {
    const word = sourceWords.getInt32(at, true);
    targetWords.setInt32(end, word, true);
    const ampersands = word ^ 0x26262626;
    const angles = (word & 0xfdfdfdfd) ^ 0x3c3c3c3c; // `<` and `>` differ in one bit
    const found =
      (((word - 0x20202020) & ~word) |
        ((ampersands - 0x01010101) & ~ampersands) |
        ((angles - 0x01010101) & ~angles)) &
      0x80808080;
    if (found === 0) {
      at += 4;
      end += 4;
      continue;
    }
    // The lowest bit that is set belongs to the first byte. What is before it has been copied.
    const clean = (31 - Math.clz32(found & -found)) >> 3;
    at += clean;
    end += clean;
    if (at >= bytes.length) return target.subarray(0, end);
    // Often another one follows at once. Always writes six bytes; the next write starts after those that count.
    let byte = source[at] as number;
    do {
      targetWords.setInt32(end, first[byte] as number, true);
      targetWords.setInt16(end + 4, second[byte] as number, true);
      end += length[byte] as number;
      at += 1;
      byte = source[at] as number;
    } while ((length[byte] as number) > 1);
  }
}
