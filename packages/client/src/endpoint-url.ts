/** The base of relative URLs that a `fetch` of the caller resolves in its own way. */
export const ANY_ORIGIN = 'http://any.invalid/';

/**
 * Returns the URL of an endpoint. In a web page, it may be relative to the page; otherwise it must be absolute.
 *
 * @throws {TypeError} if it is not an HTTP URL, or contains a user or password, with which `fetch` refuses it.
 */
export function endpointUrl(owner: string, url: string | URL, base: string | undefined = pageUrl()): URL {
  const resolved = parseUrl(url, base);
  const protocols = ['http:', 'https:', base && parseUrl(base)?.protocol];
  if (resolved === undefined || !protocols.includes(resolved.protocol)) {
    const rule = 'must be a URL that begins with http:// or https://, or, in a web page, one relative to it';
    throw new TypeError(
      `${owner}.url ${rule}; got ${url === undefined ? 'undefined' : JSON.stringify(String(url))}`,
    );
  }
  if (resolved.username !== '' || resolved.password !== '') {
    throw new TypeError(`${owner}.url must not contain a user or password; send an Authorization header`);
  }
  return resolved;
}

/** Returns the URL that relative URLs of the page are resolved with; `undefined` outside of a page. */
export function pageUrl(): string | undefined {
  return globalThis.document?.baseURI ?? globalThis.location?.href;
}

function parseUrl(url: string | URL, base?: string): URL | undefined {
  // Not with `URL.canParse`, which not every platform has.
  try {
    return new URL(url, base);
  } catch {
    return undefined;
  }
}
