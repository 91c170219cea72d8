const UTF_8 = 'utf-8';
const UTF_16_LE = 'utf-16le';
const UTF_16_BE = 'utf-16be';

const DECLARATION_BEGINS = '<?xml';
const ENCODING = /^<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z][A-Za-z0-9._-]*)["']/;
// As much as a declaration with everything in it and generous white space needs.
const LONGEST_DECLARATION = 1024;

/**
 * Tells in which encoding a text is, from its first bytes: a byte order mark, else the two bytes by which UTF-16 is
 * known, else `charset` (of a Content-Type), else the XML declaration, else UTF-8 (RFC 7303 section 3).
 *
 * Gives `undefined` if more of the text is needed; never if `isAll`. The name is as it was found, and may name
 * nothing.
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
  // The declaration is ASCII in every encoding that gets here.
  const text = String.fromCharCode(...head.subarray(0, LONGEST_DECLARATION));
  if (!text.startsWith(DECLARATION_BEGINS.slice(0, text.length))) return UTF_8;
  const isWhole = isAll || text.includes('>') || head.length >= LONGEST_DECLARATION;
  return isWhole ? (ENCODING.exec(text)?.[1] ?? UTF_8) : undefined;
}
