const DECLARED = /^<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z][A-Za-z0-9._-]*)["']/;
const MAX_DECLARATION_LENGTH = 1024;

/** Returns the encoding of an XML declaration, in lower case. */
export function declaredEncoding(text: string): string | undefined {
  return DECLARED.exec(text.slice(0, MAX_DECLARATION_LENGTH))?.[1]?.toLowerCase();
}

/**
 * Decodes a body for display and detection. The encoding is taken from the byte order mark, otherwise from `charset`,
 * otherwise from the XML declaration; the default is UTF-8. Invalid bytes become U+FFFD: the reader reports them.
 */
export function decodeText(body: Uint8Array | string, charset: string | undefined): string {
  if (typeof body === 'string') return body;
  const [first = 0, second = 0] = body;
  if ((first === 0xff && second === 0xfe) || (first !== 0 && second === 0 && body.byteLength > 1)) {
    return decodeAs(body, 'utf-16le');
  }
  if ((first === 0xfe && second === 0xff) || (first === 0 && second !== 0)) return decodeAs(body, 'utf-16be');
  const head = new TextDecoder('latin1').decode(body.subarray(0, MAX_DECLARATION_LENGTH));
  return decodeAs(body, charset ?? declaredEncoding(head) ?? 'utf-8');
}

function decodeAs(body: Uint8Array, encoding: string): string {
  try {
    return new TextDecoder(encoding).decode(body);
  } catch {
    return new TextDecoder().decode(body);
  }
}
