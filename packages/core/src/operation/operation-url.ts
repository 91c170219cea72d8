/** Printable ASCII without what a URL has to encode, or what is no part of an origin-form target. */
const ALLOWED = /^[!$-;=?-[\]^-z|~]*$/;
const BAD_ESCAPE = /%(?![0-9A-Fa-f]{2})/;
/** What some router or file server could take for a slash or a dot once it has decoded the path. */
const ENCODED_DELIMITER = /%(2e|2f|3b|5c)/gi;
const DECODED: Readonly<Record<string, string>> = { '2e': '.', '2f': '/', '3b': ';', '5c': '/' };

/**
 * What as good as every URL is: no escape, no segment that begins with a dot, nothing that any rule below is about. Each
 * character fits one place only, so it runs in one pass.
 */
const PLAIN = /^(?:\/(?![./])[\w~!$&'()*+,;=:@.-]*)+(?:\?[\w~!$&'()*+,;=:@./?-]*)?$/;

/** The expression notes each segment: of a URL of megabytes it would overflow its stack. */
const MAX_PLAIN_LENGTH = 8_192;

/** Whether a URL is one that any router or URL parser leaves as it is; `false` for some that are, such as very long ones. */
export function isPlainUrl(url: string): boolean {
  return url.length <= MAX_PLAIN_LENGTH && PLAIN.test(url);
}

/** What is wrong with the URL of an operation. */
export interface UrlIssue {
  readonly code: string;
  readonly detail: string;
}

/**
 * Tells what keeps `url` from being dispatched, or `undefined`: an operation may only go to a path of this very app.
 *
 * Allowed is the origin-form of RFC 9112 section 3.2.1, an absolute path with an optional query, without any
 * dot-segment, plain or encoded.
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
      detail: 'A variable is {name} of letters, digits and _; a brace that is meant is written %7B or %7D',
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
      detail: 'A path must not have the segments . and .., encoded ones neither',
    };
  return undefined;
}

function hasDotSegment(url: string): boolean {
  const [path = ''] = url.split('?', 1);
  const decoded = path.replace(
    ENCODED_DELIMITER,
    (_escape, code: string) => DECODED[code.toLowerCase()] ?? '',
  );
  // A segment may carry parameters (;a=b), which some routers cut off before they look at it.
  return decoded.split('/').some((segment) => /^\.\.?(;|%00|$)/.test(segment));
}
