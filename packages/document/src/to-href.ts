const AUTHORITY = /^[a-z][a-z0-9+.-]*:\/\/[^/?]*/i;
// A per cent sign that begins no triplet, and all that is neither unreserved nor reserved (RFC 3986 section 2).
const NOT_IN_PATH_OR_QUERY = /%(?![0-9a-f]{2})|[^%a-z0-9\-._~:/?@!$&'()*+,;=]+/giu;
const NOT_IN_AUTHORITY = /%(?![0-9a-f]{2})|[^%a-z0-9\-._~:/@!$&'()*+,;=[\]]+/giu;
// What all of the below leaves alone: by far the most references, each written for every response.
const NOTHING_TO_ENCODE = /^[a-z0-9\-._~:/?@!$&'()*+,;=]*$/i;
const LONE_SURROGATE = /[\uD800-\uDFFF]/gu;

/**
 * Gives a reference as a `D:href` may hold it: percent-encoded where RFC 3986 does not allow the character.
 *
 * Triplets that are there already stay. A fragment is cut off, as the grammar has none (RFC 4918 section 8.3). A
 * lone surrogate, which UTF-8 cannot encode, becomes U+FFFD first. Never throws.
 */
export function toHref(reference: string): string {
  if (NOTHING_TO_ENCODE.test(reference)) return reference;
  const [withoutFragment = ''] = reference.split('#', 1);
  const authority = AUTHORITY.exec(withoutFragment)?.[0] ?? '';
  const rest = withoutFragment.slice(authority.length);
  return authority.replace(NOT_IN_AUTHORITY, encode) + rest.replace(NOT_IN_PATH_OR_QUERY, encode);
}

function encode(characters: string): string {
  return encodeURIComponent(characters.replace(LONE_SURROGATE, '\uFFFD'));
}
