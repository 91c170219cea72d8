import type { HeaderValues } from './header-values.js';

/** The status line and the fields of a response. */
export interface Head {
  readonly status: number;
  readonly statusMessage: string;
  readonly headers: HeaderValues;
}

/** Reads the head that `node:http` serialised: what a client would have been sent, hooks and defaults included. */
export function parseHead(head: string): Head {
  const end = head.indexOf('\r\n');
  return {
    status: Number(head.slice(9, 12)), // after 'HTTP/1.1 '
    statusMessage: head.slice(13, end),
    headers: parseFields(head, end + 2),
  };
}

/** Reads `Name: value` lines from `start` to the end of `text`. */
export function parseFields(text: string, start: number): HeaderValues {
  const fields: HeaderValues = {};
  let lineStart = start;
  while (lineStart < text.length) {
    const lineEnd = text.indexOf('\r\n', lineStart);
    const colon = text.indexOf(':', lineStart);
    if (colon === -1 || colon > lineEnd) break;
    add(fields, text.slice(lineStart, colon).toLowerCase(), sliceValue(text, colon + 1, lineEnd));
    lineStart = lineEnd + 2;
  }
  return fields;
}

function add(fields: HeaderValues, name: string, value: string): void {
  const existing = Object.hasOwn(fields, name) ? fields[name] : undefined;
  if (existing === undefined) fields[name] = value;
  else if (typeof existing === 'string') fields[name] = [existing, value];
  else existing.push(value);
}

/** Without the white space around it, which is no part of a value (RFC 9110 section 5.5). */
function sliceValue(text: string, start: number, end: number): string {
  let first = start;
  let last = end;
  while (first < last && isSpace(text.charCodeAt(first))) first += 1;
  while (last > first && isSpace(text.charCodeAt(last - 1))) last -= 1;
  return text.slice(first, last);
}

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x09;
}
