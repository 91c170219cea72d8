/** Names whose usual form is not simply each word with a capital letter. */
const IRREGULAR_NAMES: ReadonlyMap<string, string> = new Map([
  ['etag', 'ETag'],
  ['www-authenticate', 'WWW-Authenticate'],
  ['content-md5', 'Content-MD5'],
  ['x-ua-compatible', 'X-UA-Compatible'],
  ['x-xss-protection', 'X-XSS-Protection'],
]);

/** Returns a lower-case header name in its usual form, which some clients expect: `Content-Type`, `ETag`. */
export function toCanonicalName(name: string): string {
  return IRREGULAR_NAMES.get(name) ?? name.replace(/(^|-)[a-z]/g, (start) => start.toUpperCase());
}
