import { toXmlChars } from '@multistatus/document/writer';
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

/** Where an issue is, in the words of the format that the batch was sent in. */
export interface IssuePlace extends Pick<Issue, 'pointer'> {
  /** The number of the line, from 1; the pointer is then into the operation on that line. */
  readonly line?: number;
  /** What the format calls the operation, such as `Part 2.1`. */
  readonly place?: string;
}

/** Returns where a member of an operation was sent. `tokens` are those of a pointer into the operation. */
export type PointTo = (index: number, ...tokens: readonly string[]) => IssuePlace;

/** How many issues one answer lists at most; validation stops when it has found that many. */
export const MAX_ISSUES = 1_000;

/** Matches nearly every token: nothing in it has to be escaped or shortened. */
const PLAIN_TOKEN = /^[\w.!*'()-]{0,100}$/;

/** Returns a JSON Pointer as URI fragment, such as `#/requests/0/url`. Tokens are truncated to 100 characters. */
export function toPointer(...tokens: readonly (string | number)[]): string {
  let pointer = '#';
  for (const token of tokens) pointer += `/${typeof token === 'number' ? token : escapeToken(token)}`;
  return pointer;
}

/** Replaces lone surrogates first, because encodeURIComponent throws on them. */
function escapeToken(token: string): string {
  if (PLAIN_TOKEN.test(token)) return token;
  return encodeURIComponent(toXmlChars(escapePointerToken(token.slice(0, 100))));
}
