import { toXmlChars } from '@multistatus/document';
import { escapePointerToken } from '@multistatus/wire';

/** A validation error in a batch. */
export interface Issue {
  /** Where it is: a JSON Pointer as URI fragment (RFC 6901 section 6). */
  readonly pointer: string;
  /** The kind of issue: a stable name that clients can rely on. */
  readonly code: string;
  /** What is wrong or what is expected, for humans. */
  readonly detail: string;
}

/** How many issues one answer lists at most; validation stops when it has found that many. */
export const MAX_ISSUES = 1_000;

/** Returns a JSON Pointer as URI fragment, such as `#/requests/0/url`. Tokens are truncated to 100 characters. */
export function toPointer(...tokens: readonly (string | number)[]): string {
  return `#${tokens.map((token) => `/${escapeToken(String(token))}`).join('')}`;
}

/** Replaces lone surrogates first, because encodeURIComponent throws on them. */
function escapeToken(token: string): string {
  return encodeURIComponent(toXmlChars(escapePointerToken(token.slice(0, 100))));
}
