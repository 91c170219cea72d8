import { isDeniedHeader, isToken } from '@multistatus/wire';
import { findHeaderValueIssue, type HeaderIssue } from '../http/field-syntax.js';
import { toPointer } from '../problem/issue.js';
import type { IssueCollector } from '../problem/issue-collector.js';

/** The operation that headers belong to, and the rules that apply to them. */
export interface HeaderContext {
  readonly index: number;
  readonly maxHeaderBytes: number;
  /** Lower-case names of headers that are denied by default and allowed by the option `headers.allow`. */
  readonly allowedHeaders: ReadonlySet<string>;
  /** What happens to a denied header: `drop` ignores it, `refuse` adds an issue. */
  readonly deniedHeaders: 'refuse' | 'drop';
}

/**
 * Returns the headers of one operation by lower-case name, and adds an issue for each that it cannot have.
 *
 * Headers beyond `maxHeaderBytes` are not checked, because the batch is refused for their size in any case.
 */
export function readOperationHeaders(
  headers: Readonly<Record<string, string>>,
  { index, maxHeaderBytes, allowedHeaders, deniedHeaders }: HeaderContext,
  issues: IssueCollector,
): Record<string, string> {
  const byName: Record<string, string> = {};
  let bytes = 0;
  for (const [rawName, value] of Object.entries(headers)) {
    if (issues.isFull) break;
    const name = rawName.toLowerCase();
    if (deniedHeaders === 'drop' && isDenied(name, allowedHeaders)) continue;
    bytes += fieldBytes(rawName, value);
    if (bytes > maxHeaderBytes) return { ...headers };
    const issue =
      findHeaderNameIssue(name, allowedHeaders) ??
      findHeaderValueIssue(value) ??
      (Object.hasOwn(byName, name) ? DUPLICATE : undefined);
    if (issue === undefined) byName[name] = trimSpace(value);
    else issues.add(toPointer('requests', index, 'headers', rawName), issue.code, issue.detail);
  }
  return byName;
}

/** Returns the size of header fields in an HTTP/1.1 message, in bytes. */
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
  detail: 'The same header occurs twice, in different case',
};

/** Returns why an operation may not set the header with this lower-case name, or `undefined` if it may. */
export function findHeaderNameIssue(
  name: string,
  allowedHeaders: ReadonlySet<string>,
): HeaderIssue | undefined {
  if (!isToken(name) || name === '__proto__') {
    return { code: 'invalid-header-name', detail: 'A header name must be a token (RFC 9110 section 5.6.2)' };
  }
  if (isDenied(name, allowedHeaders)) {
    return {
      code: 'denied-header',
      detail: 'An operation may not set this header; the batch request itself may',
    };
  }
  return undefined;
}

function isDenied(name: string, allowedHeaders: ReadonlySet<string>): boolean {
  return isDeniedHeader(name) && !allowedHeaders.has(name);
}

/** Not a regular expression: one for trailing space takes quadratic time if there is much space inside the value. */
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
