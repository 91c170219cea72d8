/** The longest id of an operation, or name of a group, in characters. */
export const MAX_ID_LENGTH = 64;

/** What an id is made of, as the source of a regular expression: `unreserved` of RFC 3986, as in OData 4.01. */
export const ID_PATTERN: string = `[A-Za-z0-9._~-]{1,${MAX_ID_LENGTH}}`;
