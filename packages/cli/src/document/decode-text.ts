const DECLARED = /^<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z][A-Za-z0-9._-]*)["']/;
const LONGEST_DECLARATION = 1024;

/** Gives the encoding that an XML declaration names, in lower case. */
export function declaredEncoding(text: string): string | undefined {
  return DECLARED.exec(text.slice(0, LONGEST_DECLARATION))?.[1]?.toLowerCase();
}

/**
 * Gives the text of a body by its byte order mark, else the charset, else its XML declaration, else as UTF-8, with
 * U+FFFD for bytes that are not of it: to look at. Whether it may be so is for the reader to say.
 */
export function decodeText(body: Uint8Array | string, charset: string | undefined): string {
  if (typeof body === 'string') return body;
  const [first = 0, second = 0] = body;
  if ((first === 0xff && second === 0xfe) || (first !== 0 && second === 0 && body.byteLength > 1)) {
    return decodeAs(body, 'utf-16le');
  }
  if ((first === 0xfe && second === 0xff) || (first === 0 && second !== 0)) return decodeAs(body, 'utf-16be');
  const head = new TextDecoder('latin1').decode(body.subarray(0, LONGEST_DECLARATION));
  return decodeAs(body, charset ?? declaredEncoding(head) ?? 'utf-8');
}

function decodeAs(body: Uint8Array, encoding: string): string {
  try {
    return new TextDecoder(encoding).decode(body);
  } catch {
    return new TextDecoder().decode(body);
  }
}
