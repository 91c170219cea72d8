import { parseMediaType, splitOutsideQuotes } from '@multistatus/wire';
import type { Finding } from './finding.js';

/** Header fields in the order of the message, with names in their original case. */
export type HeaderFields = readonly (readonly [name: string, value: string])[];

/** A 207 with what is known about its transfer. For a file, only the body is known. */
export interface Exchange {
  /** The URL contains no credentials. */
  readonly request?: { readonly method: string; readonly url: string; readonly body?: string | undefined };
  /** The head of the response; absent if only the body is known. */
  readonly response?: ResponseHead;
  /** A string if a capture contains text; `undefined` if a capture omits the body. */
  readonly body: Uint8Array | string | undefined;
  /** The size of the whole body in bytes, as a capture states it. Tools disagree whether it is the decoded size. */
  readonly statedBytes?: number | undefined;
  /** The problems found while the body was obtained. */
  readonly findings: readonly Finding[];
}

/** The head of a response, with its timing. */
export interface ResponseHead {
  /** The HTTP status code; 0 if a capture does not contain it. */
  readonly status: number;
  /** The reason phrase; empty if there is none, as always in HTTP/2. */
  readonly reason: string;
  /** `1.1`, `2`, ...; empty if a capture does not contain it. */
  readonly httpVersion: string;
  /** All fields, without the pseudo-header fields of HTTP/2. */
  readonly headers: HeaderFields;
  /** ISO 8601. */
  readonly startedAt: string | undefined;
  /** Milliseconds from the start of the request to the end of the response; `undefined` if that is not known. */
  readonly totalMs: number | undefined;
}

/**
 * Returns the value of a field, with several occurrences joined (RFC 9110 section 5.3); `undefined` if it is absent.
 * `name` is in lower case.
 */
export function headerOf(headers: HeaderFields, name: string): string | undefined {
  const values = headers.filter(([field]) => field.toLowerCase() === name).map(([, value]) => value);
  return values.length === 0 ? undefined : values.join(', ');
}

/**
 * Returns the Content-Type. If there are several, it is the last valid one, as in browsers (Fetch standard, "extract a
 * MIME type").
 */
export function contentTypeOf(headers: HeaderFields): string | undefined {
  const joined = headerOf(headers, 'content-type');
  if (joined === undefined) return undefined;
  const valid = splitOutsideQuotes(joined, ',')
    .map((value) => value.trim())
    .filter((value) => parseMediaType(value) !== undefined);
  return valid.at(-1) ?? joined;
}

/** Splits a list-based field (RFC 9110 section 5.6.1) into its elements, in lower case. */
export function listOf(value: string | undefined): string[] {
  return (value ?? '')
    .split(',')
    .map((element) => element.trim().toLowerCase())
    .filter((element) => element !== '');
}
