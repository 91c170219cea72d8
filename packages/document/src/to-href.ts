const AUTHORITY = /^[a-z][a-z0-9+.-]*:\/\/[^/?]*/i;
// A percent sign that does not begin a triplet, and characters that are neither unreserved nor reserved (RFC 3986
// section 2). Not with the flags `iu`: to these, U+017F is an s and U+212A a k.
const NOT_IN_PATH_OR_QUERY = /%(?![0-9A-Fa-f]{2})|[^%A-Za-z0-9\-._~:/?@!$&'()*+,;=]+/gu;
const NOT_IN_AUTHORITY = /%(?![0-9A-Fa-f]{2})|[^%A-Za-z0-9\-._~:/@!$&'()*+,;=[\]]+/gu;
// Fast path: most references need no encoding, and a reference is written for every response.
const NOTHING_TO_ENCODE = /^[a-z0-9\-._~:/?@!$&'()*+,;=]*$/i;
const LONE_SURROGATE = /[\uD800-\uDFFF]/gu;

/**
 * Returns a reference in the form that `D:href` allows: characters that RFC 3986 does not allow are percent-encoded.
 *
 * Existing triplets are kept. A fragment is cut off, because the grammar has none (RFC 4918 section 8.3). A lone
 * surrogate, which UTF-8 cannot encode, is replaced by U+FFFD first. Never throws.
 */
export function toHref(reference: string): string {
  if (NOTHING_TO_ENCODE.test(reference)) return reference;
  const [withoutFragment = ''] = reference.split('#', 1);
  const authority = AUTHORITY.exec(withoutFragment)?.[0] ?? '';
  const pathAndQuery = withoutFragment.slice(authority.length);
  return (
    authority.replace(NOT_IN_AUTHORITY, percentEncode) +
    pathAndQuery.replace(NOT_IN_PATH_OR_QUERY, percentEncode)
  );
}

function percentEncode(characters: string): string {
  return encodeURIComponent(characters.replace(LONE_SURROGATE, '\uFFFD'));
}
