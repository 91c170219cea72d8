/** A token (RFC 9110 section 5.6.2), as the source of a regular expression. */
export const TOKEN_PATTERN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";

const TOKEN = new RegExp(`^${TOKEN_PATTERN}$`);
const FIELD_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

/** Checks whether a text is a token (RFC 9110 section 5.6.2), as methods and header names are. */
export function isToken(text: string): boolean {
  return TOKEN.test(text);
}

/**
 * Checks whether a text can be the value of a header (RFC 9110 section 5.5): it has only visible ASCII characters,
 * spaces, tabs and the upper half of Latin-1.
 */
export function isFieldValue(text: string): boolean {
  return FIELD_VALUE.test(text);
}
