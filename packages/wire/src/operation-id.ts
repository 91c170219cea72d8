/** The maximum length of the id of an operation or the name of a group, in characters. */
export const MAX_ID_LENGTH = 64;

/** An id, as the source of a regular expression: `unreserved` characters of RFC 3986, as in OData 4.01. */
export const ID_PATTERN: string = `[A-Za-z0-9._~-]{1,${MAX_ID_LENGTH}}`;

const ID = new RegExp(`^${ID_PATTERN}$`);
/** A URL relative to another operation: `$id`, `$id/rest` or `$id?query` (OData 4.01 JSON section 19.1). */
const BASED_ON_OPERATION = new RegExp(`^\\$(${ID_PATTERN})((?:[/?].*)?)$`, 's');

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
