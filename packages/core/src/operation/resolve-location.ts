import { isPlainUrl } from './operation-url.js';

/** The origin of this app while a Location is resolved; no real host has this name (RFC 6761). */
const PLACEHOLDER_ORIGIN = 'http://batch.invalid';

/**
 * Returns a Location resolved against the URL of its operation: a path with query, without fragment, if it has the same
 * origin, else an absolute URI. Returns `undefined` if it is not a URI reference.
 */
export function resolveLocation(
  location: string,
  base: string,
  host: string | undefined,
): string | undefined {
  // A query is left to the parser, which percent-encodes some characters of a plain URL.
  if (isPlainUrl(location) && !location.includes('?')) return location;
  if (!URL.canParse(location, PLACEHOLDER_ORIGIN + base)) return undefined;
  const url = new URL(location, PLACEHOLDER_ORIGIN + base);
  const isRelative =
    url.origin === PLACEHOLDER_ORIGIN && !/^\s*([a-z][a-z0-9+.-]*:|[\\/]{2})/i.test(location);
  if (!isRelative && !(/^https?:$/.test(url.protocol) && sameAuthority(url, host))) {
    url.hash = '';
    return url.href;
  }
  // A path that begins with // would be read as an authority.
  return encodeUnsafe(url.pathname.replace(/^\/{2,}/, '/') + url.search);
}

function sameAuthority(url: URL, host: string | undefined): boolean {
  return (
    host !== undefined &&
    URL.canParse(`${url.protocol}//${host}`) &&
    new URL(`${url.protocol}//${host}`).host === url.host
  );
}

/**
 * Returns `url` with characters percent-encoded that occur in practice although RFC 3986 does not allow them, so that an href
 * is the same in JSON and XML.
 */
export function encodeUnsafe(url: string): string {
  if (!/["<>\\^`{|}[\]]/.test(url)) return url;
  return url.replace(
    /["<>\\^`{|}[\]]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
