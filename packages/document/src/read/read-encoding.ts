const UTF_8 = 'utf-8';
const UTF_16_LE = 'utf-16le';
const UTF_16_BE = 'utf-16be';

const DECLARATION_START = '<?xml';
const ENCODING = /^<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z][A-Za-z0-9._-]*)["']/;
// Enough for a complete declaration with generous white space.
const MAX_DECLARATION_BYTES = 1024;

/**
 * Detects the encoding of a text: from a byte order mark, otherwise from the two bytes that reveal UTF-16, otherwise
 * from `charset` (of a Content-Type), otherwise from the XML declaration. The default is UTF-8 (RFC 7303 section 3).
 *
 * Returns `undefined` if more bytes are needed, unless `isAll` is true because there are no more. The name is returned
 * as found, and may be unknown.
 */
export function detectEncoding(
  head: Uint8Array,
  charset: string | undefined,
  isAll: boolean,
): string | undefined {
  if (head.length < 4 && !isAll) return undefined;
  const [first = 0, second = 0, third = 0] = head;
  if (first === 0xfe && second === 0xff) return UTF_16_BE;
  if (first === 0xff && second === 0xfe) return UTF_16_LE;
  if (first === 0xef && second === 0xbb && third === 0xbf) return UTF_8;
  if (head.length > 1 && (first === 0) !== (second === 0)) return first === 0 ? UTF_16_BE : UTF_16_LE;
  return charset ?? declaredEncoding(head, isAll);
}

function declaredEncoding(head: Uint8Array, isAll: boolean): string | undefined {
  // In every encoding that is still possible here, the declaration is ASCII.
  const text = String.fromCharCode(...head.subarray(0, MAX_DECLARATION_BYTES));
  if (!text.startsWith(DECLARATION_START.slice(0, text.length))) return UTF_8;
  const isWhole = isAll || text.includes('>') || head.length >= MAX_DECLARATION_BYTES;
  return isWhole ? (ENCODING.exec(text)?.[1] ?? UTF_8) : undefined;
}
