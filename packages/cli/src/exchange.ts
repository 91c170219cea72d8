import type { Finding } from './finding.js';

/** Header fields in the order of the message, each with its name as it was written. */
export type HeaderFields = readonly (readonly [name: string, value: string])[];

/** A 207 with what is known of how it came: of a file nothing but its body. */
export interface Exchange {
  /** Without credentials in its URL. */
  readonly request?: { readonly method: string; readonly url: string; readonly body?: string | undefined };
  readonly response?: ResponseHead;
  /** As text where a capture holds text; `undefined` where a capture has left it out. */
  readonly body: Uint8Array | string | undefined;
  /** What was found wrong on the way to the body. */
  readonly findings: readonly Finding[];
}

/** The head of a response, and how it came. */
export interface ResponseHead {
  readonly status: number;
  readonly reason: string;
  /** `1.1`, `2`, ... ; empty if a capture does not say. */
  readonly httpVersion: string;
  readonly headers: HeaderFields;
  /** ISO 8601. */
  readonly startedAt: string | undefined;
  readonly totalMs: number | undefined;
}

/** Gives the value of a field, its occurrences joined (RFC 9110 section 5.3); `undefined` if it is not there. */
export function headerOf(headers: HeaderFields, name: string): string | undefined {
  const values = headers.filter(([field]) => field.toLowerCase() === name).map(([, value]) => value);
  return values.length === 0 ? undefined : values.join(', ');
}

/** Gives the elements of a field that is a list, in lower case. */
export function listOf(value: string | undefined): string[] {
  return (value ?? '')
    .split(',')
    .map((element) => element.trim().toLowerCase())
    .filter((element) => element !== '');
}
