import { loadSource, SOURCE, SOURCE_WORDS, TARGET, TARGET_WORDS } from './escape-buffers.js';
import { toEscapeTable } from './escape-table.js';

// Constants of this module, so that V8 knows their address: see SOURCE.
const source = SOURCE;
const sourceWords = SOURCE_WORDS;
const target = TARGET;
const targetWords = TARGET_WORDS;

const CONTROL_CHARACTERS = Array.from({ length: 0x20 }, (_, code) => String.fromCharCode(code));
const { first, second, length } = toEscapeTable(
  Object.fromEntries(
    [...CONTROL_CHARACTERS, '"', '\\'].map((each) => [each.charCodeAt(0), JSON.stringify(each).slice(1, -1)]),
  ),
);

/**
 * Returns up to `MAX_ESCAPED_BYTES` bytes of UTF-8 as `JSON.stringify` writes their text in a string, without the quotation marks.
 * The result is valid until the next call. Works as `escapeXmlUtf8` does.
 */
export function escapeJsonUtf8(bytes: Uint8Array): Uint8Array {
  loadSource(bytes);
  let at = 0;
  let end = 0;
  for (;;) {
    const word = sourceWords.getInt32(at, true);
    targetWords.setInt32(end, word, true);
    const quotes = word ^ 0x22222222;
    const backslashes = word ^ 0x5c5c5c5c;
    const found =
      (((word - 0x20202020) & ~word) |
        ((quotes - 0x01010101) & ~quotes) |
        ((backslashes - 0x01010101) & ~backslashes)) &
      0x80808080;
    if (found === 0) {
      at += 4;
      end += 4;
      continue;
    }
    const clean = (31 - Math.clz32(found & -found)) >> 3;
    at += clean;
    end += clean;
    let byte = source[at] as number;
    do {
      if (at >= bytes.length) return target.subarray(0, end); // the loop has stopped at the zero after the bytes
      targetWords.setInt32(end, first[byte] as number, true);
      targetWords.setInt16(end + 4, second[byte] as number, true);
      end += length[byte] as number;
      at += 1;
      byte = source[at] as number;
    } while ((length[byte] as number) > 1);
  }
}
