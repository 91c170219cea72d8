import { isDeniedHeader, isToken } from '@multistatus/wire';
import { findHeaderValueIssue, type HeaderIssue } from '../http/field-syntax.js';
import { type Issue, MAX_ISSUES, toPointer } from '../problem/issue.js';

/** What the headers of an operation are read by. */
export interface HeaderContext {
  readonly index: number;
  readonly maxHeaderBytes: number;
  /** Lower-case names of headers that are denied by default and let in by an option. */
  readonly allowedHeaders: ReadonlySet<string>;
}

/**
 * Brings the headers of one operation to lower-case names, and tells every fault in them.
 *
 * What is over `maxHeaderBytes` is not looked at: if the rest has no fault, the batch is refused for their size.
 */
export function readOperationHeaders(
  headers: Readonly<Record<string, string>>,
  { index, maxHeaderBytes, allowedHeaders }: HeaderContext,
): { headers: Record<string, string>; issues: Issue[] } {
  const read: Record<string, string> = {};
  const issues: Issue[] = [];
  let bytes = 0;
  for (const [writtenName, value] of Object.entries(headers)) {
    if (issues.length >= MAX_ISSUES) break;
    bytes += fieldBytes(writtenName, value);
    if (bytes > maxHeaderBytes) return { headers: { ...headers }, issues };
    const name = writtenName.toLowerCase();
    const issue =
      findHeaderNameIssue(name, allowedHeaders) ??
      findHeaderValueIssue(value) ??
      (Object.hasOwn(read, name) ? DUPLICATE : undefined);
    if (issue === undefined) read[name] = trimSpace(value);
    else issues.push({ pointer: toPointer('requests', index, 'headers', writtenName), ...issue });
  }
  return { headers: read, issues };
}

/** What the header fields of an operation take on the wire of HTTP/1.1, in bytes. */
export function headerBytes(headers: Readonly<Record<string, string>>): number {
  let bytes = 0;
  for (const [name, value] of Object.entries(headers)) bytes += fieldBytes(name, value);
  return bytes;
}

function fieldBytes(name: string, value: string): number {
  return name.length + value.length + 4; // ': ' and CRLF
}

const DUPLICATE = {
  code: 'duplicate-header',
  detail: 'The same header stands here twice, in different case',
};

/** Tells why an operation may not carry a header of this lower-case name, or `undefined`. */
export function findHeaderNameIssue(
  name: string,
  allowedHeaders: ReadonlySet<string>,
): HeaderIssue | undefined {
  if (!isToken(name) || name === '__proto__') {
    return { code: 'invalid-header-name', detail: 'A header name must be a token (RFC 9110 section 5.6.2)' };
  }
  if (isDeniedHeader(name) && !allowedHeaders.has(name)) {
    return {
      code: 'denied-header',
      detail: 'An operation may not carry this header; the batch request itself may',
    };
  }
  return undefined;
}

/** A regular expression for the end would take the square of the time where the space is inside. */
function trimSpace(value: string): string {
  let start = 0;
  let end = value.length;
  while (start < end && isSpace(value[start])) start += 1;
  while (end > start && isSpace(value[end - 1])) end -= 1;
  return value.slice(start, end);
}

function isSpace(character: string | undefined): boolean {
  return character === ' ' || character === '\t';
}
