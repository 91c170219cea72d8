const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
/** RFC 9110 section 5.5, as Node sends it: visible ASCII, space, tab and the upper half of Latin-1. */
const FIELD_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

/** What is wrong with a header field. */
export interface HeaderIssue {
  readonly code: string;
  readonly detail: string;
}

/** Checks whether `text` is a token of RFC 9110 section 5.6.2, as methods and header names are. */
export function isToken(text: string): boolean {
  return TOKEN.test(text);
}

/** Returns why a header cannot have this value, or `undefined` if it can. */
export function findHeaderValueIssue(value: string): HeaderIssue | undefined {
  if (FIELD_VALUE.test(value)) return undefined;
  return {
    code: 'invalid-header-value',
    detail: 'A header value must not have control characters or characters beyond Latin-1',
  };
}
