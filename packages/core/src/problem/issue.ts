import { toXmlChars } from '@multistatus/document';
import { escapePointerToken } from '@multistatus/wire';

/** What is wrong at one place of a batch. */
export interface Issue {
  /** JSON Pointer to the place, as URI fragment (RFC 6901 section 6). */
  readonly pointer: string;
  /** Permanent name of the kind of fault. */
  readonly code: string;
  /** What would be right. */
  readonly detail: string;
}

/** The most faults that one answer lists: a batch that has more is not looked at any further. */
export const MAX_ISSUES = 1_000;

/** Writes a JSON Pointer as URI fragment: `#/requests/0/url`. Tokens over 100 characters are cut. */
export function toPointer(...tokens: readonly (string | number)[]): string {
  return `#${tokens.map((token) => `/${escapeToken(String(token))}`).join('')}`;
}

/** encodeURIComponent throws on a lone surrogate. */
function escapeToken(token: string): string {
  return encodeURIComponent(toXmlChars(escapePointerToken(token.slice(0, 100))));
}
