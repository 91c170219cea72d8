/** Names whose usual form is not each word with a capital. */
const IRREGULAR: ReadonlyMap<string, string> = new Map([
  ['etag', 'ETag'],
  ['www-authenticate', 'WWW-Authenticate'],
  ['content-md5', 'Content-MD5'],
  ['x-ua-compatible', 'X-UA-Compatible'],
  ['x-xss-protection', 'X-XSS-Protection'],
]);

/** Writes a lower-case header name as people and some clients know it: `Content-Type`, `ETag`. */
export function toCanonicalName(name: string): string {
  return IRREGULAR.get(name) ?? name.replace(/(^|-)[a-z]/g, (start) => start.toUpperCase());
}
