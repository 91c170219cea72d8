/** Printable ASCII, except characters that a URL must percent-encode and `#`. */
const ALLOWED = /^[!$-;=?-[\]^-z|~]*$/;
const BAD_ESCAPE = /%(?![0-9A-Fa-f]{2})/;
/** Escapes that a router or file server may treat as a dot or delimiter after decoding the path. */
const ENCODED_DELIMITER = /%(2e|2f|3b|5c)/gi;
const DECODED: Readonly<Record<string, string>> = { '2e': '.', '2f': '/', '3b': ';', '5c': '/' };

/**
 * Matches nearly every URL in practice: no escape, no segment that begins with a dot, nothing that a rule below rejects. The
 * expression is unambiguous, so it runs in linear time.
 */
const PLAIN_URL = /^(?:\/(?![./])[\w~!$&'()*+,;=:@.-]*)+(?:\?[\w~!$&'()*+,;=:@./?-]*)?$/;

/** The expression uses stack for each segment: a URL of megabytes would overflow it. */
const MAX_PLAIN_LENGTH = 8_192;

/** Checks whether every router and URL parser leaves a URL unchanged. Returns `false` for a few such URLs, e.g. very long ones. */
export function isPlainUrl(url: string): boolean {
  return url.length <= MAX_PLAIN_LENGTH && PLAIN_URL.test(url);
}

/** Why the URL of an operation is rejected. */
export interface UrlIssue {
  readonly code: string;
  readonly detail: string;
}

/**
 * Returns why `url` cannot be dispatched, or `undefined` if it can. Operations may only address paths of this app.
 *
 * Allowed is the origin-form of RFC 9112 section 3.2.1: an absolute path with an optional query. Dot-segments are not
 * allowed, not even percent-encoded ones.
 */
export function findUrlIssue(url: string): UrlIssue | undefined {
  if (isPlainUrl(url)) return undefined;
  if (!url.startsWith('/'))
    return { code: 'not-a-path', detail: 'A URL must be an absolute path, such as /albums/4' };
  if (url.startsWith('//'))
    return { code: 'not-a-path', detail: 'A URL must not begin with //, which names a host' };
  if (url.includes('#')) return { code: 'fragment', detail: 'A URL must not have a fragment' };
  if (/[{}]/.test(url)) {
    return {
      code: 'invalid-variable',
      detail: 'A variable is {name} of letters, digits and _; write a literal brace as %7B or %7D',
    };
  }
  if (!ALLOWED.test(url)) {
    return {
      code: 'illegal-character',
      detail: 'A URL must be printable ASCII without space, ", <, > and \\; the rest is percent-encoded',
    };
  }
  if (BAD_ESCAPE.test(url))
    return { code: 'bad-escape', detail: 'A % must be followed by two hexadecimal digits' };
  if (hasDotSegment(url))
    return {
      code: 'dot-segment',
      detail: 'A path must not have the segments . and .., not even percent-encoded ones',
    };
  return undefined;
}

function hasDotSegment(url: string): boolean {
  const [path = ''] = url.split('?', 1);
  const decoded = path.replace(
    ENCODED_DELIMITER,
    (_escape, code: string) => DECODED[code.toLowerCase()] ?? '',
  );
  // A segment may have parameters (;a=b), which some routers remove before they interpret it.
  return decoded.split('/').some((segment) => /^\.\.?(;|%00|$)/.test(segment));
}
