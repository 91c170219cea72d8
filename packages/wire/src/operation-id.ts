/** The maximum length of the id of an operation or the name of a group, in characters (Unicode code points). */
export const MAX_ID_LENGTH = 256;

/**
 * An id, as the source of a regular expression with the flag `u`: the characters of XML 1.0 except control characters, so
 * that every format can carry it, in XML also as an attribute. Lone surrogates are not characters.
 */
export const ID_PATTERN: string = `[^\\u0000-\\u001F\\u007F-\\u009F\\uD800-\\uDFFF\\uFFFE\\uFFFF]{1,${MAX_ID_LENGTH}}`;

/** What a text must be to be an id, for messages. */
export const ID_RULE: string = `1 to ${MAX_ID_LENGTH} characters, without control characters`;

/**
 * An id that `$id` can name, as the source of a regular expression: only `unreserved` characters of RFC 3986, as in OData
 * 4.01. Any other character could also begin the rest of a URL.
 */
export const NAMEABLE_ID_PATTERN: string = `[A-Za-z0-9._~-]{1,${MAX_ID_LENGTH}}`;

/**
 * Begins an id that is unique in its batch and means nothing else: the number that a client library gives an operation which
 * its user has not named. No Idempotency-Key is derived from it, because that of another batch may have the same id.
 */
export const UNNAMED_ID_PREFIX = '~';

const ID = new RegExp(`^${ID_PATTERN}$`, 'u');
/** A URL relative to another operation: `$id`, `$id/rest` or `$id?query` (OData 4.01 JSON section 19.1). */
const BASED_ON_OPERATION = new RegExp(`^\\$(${NAMEABLE_ID_PATTERN})((?:[/?].*)?)$`, 's');

/** Checks whether a text can be the id of an operation, or the name of a group. */
export function isOperationId(text: string): boolean {
  return ID.test(text);
}

/**
 * Returns the two parts of a URL that begins with the resource of another operation: the id of that operation, and the
 * rest. Returns `undefined` if the URL is a path.
 */
export function parseBase(url: string): { readonly id: string; readonly rest: string } | undefined {
  const match = BASED_ON_OPERATION.exec(url);
  return match === null ? undefined : { id: match[1] ?? '', rest: match[2] ?? '' };
}
