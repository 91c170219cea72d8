import { isFieldValue } from '@multistatus/wire';

/** What is wrong with a header field. */
export interface HeaderIssue {
  readonly code: string;
  readonly detail: string;
}

/** Returns why a header cannot have this value, or `undefined` if it can. */
export function findHeaderValueIssue(value: string): HeaderIssue | undefined {
  if (isFieldValue(value)) return undefined;
  return {
    code: 'invalid-header-value',
    detail: 'A header value must not have control characters or characters beyond Latin-1',
  };
}
