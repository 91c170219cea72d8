import { isIdentityHeader, isToken } from '@multistatus/wire';
import type { EnvelopeHeaders } from '../http/envelope.js';
import { findHeaderValueIssue, type HeaderIssue } from '../http/field-syntax.js';
import { toPointer } from '../problem/issue.js';
import type { IssueCollector } from '../problem/issue-collector.js';
import { deniedIssue, type HeaderRules, isDenied } from './denied-header.js';

/** The operation that headers belong to, and the rules that apply to them. */
export interface HeaderContext {
  readonly index: number;
  readonly maxHeaderBytes: number;
  /** The options that decide which headers are denied. */
  readonly headerRules: HeaderRules;
  /** The headers of the batch request. */
  readonly envelopeHeaders: EnvelopeHeaders;
  /** What happens to a denied header: `drop` ignores it, `refuse` adds an issue. */
  readonly deniedHeaders: 'refuse' | 'drop';
}

/**
 * Returns the headers of one operation by lower-case name, and adds an issue for each that it cannot have.
 *
 * A header that operations inherit may repeat the value of the batch request, even if it is denied. The result lacks it.
 *
 * Headers beyond `maxHeaderBytes` are not checked, because the batch is refused for their size in any case. Then `headers` itself is
 * returned, and must not be changed.
 */
export function readOperationHeaders(
  headers: Readonly<Record<string, string>>,
  { index, maxHeaderBytes, headerRules, envelopeHeaders, deniedHeaders }: HeaderContext,
  issues: IssueCollector,
): Readonly<Record<string, string>> {
  const byName: Record<string, string> = {};
  let bytes = 0;
  for (const rawName of Object.keys(headers)) {
    if (issues.isFull) break;
    const value = headers[rawName] as string;
    const name = rawName.toLowerCase();
    const isNotAllowed = isDenied(name, headerRules);
    if (deniedHeaders === 'drop' && isNotAllowed) continue;
    bytes += fieldBytes(rawName, value);
    if (bytes > maxHeaderBytes) return headers;
    if (isNotAllowed && repeatsInherited(name, value, { headerRules, envelopeHeaders })) continue;
    const issue =
      (isNotAllowed ? deniedIssue(name, headerRules) : findNameIssue(name)) ??
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
  for (const name of Object.keys(headers)) bytes += fieldBytes(name, headers[name] as string);
  return bytes;
}

function fieldBytes(name: string, value: string): number {
  return name.length + value.length + 4; // ': ' and CRLF
}

const DUPLICATE = {
  code: 'duplicate-header',
  detail: 'The same header occurs twice, in different case',
};

const DENIED_TO_REFERENCES = { code: 'denied-header', detail: 'A reference may not set this header' };

/**
 * Returns why a reference may not write the header with this lower-case name, or `undefined` if it may. The value comes
 * from a response, so it never identifies the client.
 */
export function findReferenceNameIssue(name: string, headerRules: HeaderRules): HeaderIssue | undefined {
  return isIdentityHeader(name) || isDenied(name, headerRules) ? DENIED_TO_REFERENCES : findNameIssue(name);
}

function findNameIssue(name: string): HeaderIssue | undefined {
  if (isToken(name) && name !== '__proto__') return undefined;
  return { code: 'invalid-header-name', detail: 'A header name must be a token (RFC 9110 section 5.6.2)' };
}

/** Checks whether an operation would inherit this very value if it did not carry the header. */
function repeatsInherited(
  name: string,
  value: string,
  { headerRules, envelopeHeaders }: Pick<HeaderContext, 'headerRules' | 'envelopeHeaders'>,
): boolean {
  if (!(isIdentityHeader(name) || headerRules.inherit.has(name))) return false;
  if (!Object.hasOwn(envelopeHeaders, name)) return false;
  const inherited = envelopeHeaders[name];
  return trimSpace(value) === (typeof inherited === 'string' ? inherited : inherited?.join(', '));
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
