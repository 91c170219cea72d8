import { isFieldValue } from '@multistatus/wire';

/** Why a header field is not valid. */
export interface HeaderIssue {
  readonly code: string;
  readonly detail: string;
}

/** Returns why a text is not a valid header value (RFC 9110 section 5.5), or `undefined` if it is valid. */
export function findHeaderValueIssue(value: string): HeaderIssue | undefined {
  if (isFieldValue(value)) return undefined;
  return {
    code: 'invalid-header-value',
    detail: 'A header value must not contain control characters or characters outside Latin-1',
  };
}
