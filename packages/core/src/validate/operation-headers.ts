import { isDeniedHeader, isToken } from '@multistatus/wire';
import { findHeaderValueIssue, type HeaderIssue } from '../http/field-syntax.js';
import { type Issue, MAX_ISSUES, toPointer } from '../problem/issue.js';

/** The operation that headers belong to, and the rules that apply to them. */
export interface HeaderContext {
  readonly index: number;
  readonly maxHeaderBytes: number;
  /** Lower-case names of headers that are denied by default and allowed by the option `headers.allow`. */
  readonly allowedHeaders: ReadonlySet<string>;
}

/**
 * Returns the headers of one operation by lower-case name, and the issues found in them.
 *
 * Headers beyond `maxHeaderBytes` are not checked, because the batch is rejected for their size in any case.
 */
export function readOperationHeaders(
  headers: Readonly<Record<string, string>>,
  { index, maxHeaderBytes, allowedHeaders }: HeaderContext,
): { headers: Record<string, string>; issues: Issue[] } {
  const byName: Record<string, string> = {};
  const issues: Issue[] = [];
  let bytes = 0;
  for (const [rawName, value] of Object.entries(headers)) {
    if (issues.length >= MAX_ISSUES) break;
    bytes += fieldBytes(rawName, value);
    if (bytes > maxHeaderBytes) return { headers: { ...headers }, issues };
    const name = rawName.toLowerCase();
    const issue =
      findHeaderNameIssue(name, allowedHeaders) ??
      findHeaderValueIssue(value) ??
      (Object.hasOwn(byName, name) ? DUPLICATE : undefined);
    if (issue === undefined) byName[name] = trimSpace(value);
    else issues.push({ pointer: toPointer('requests', index, 'headers', rawName), ...issue });
  }
  return { headers: byName, issues };
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
  if (isDeniedHeader(name) && !allowedHeaders.has(name)) {
    return {
      code: 'denied-header',
      detail: 'An operation may not set this header; the batch request itself may',
    };
  }
  return undefined;
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
