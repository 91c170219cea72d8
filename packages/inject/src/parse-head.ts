import type { HeaderValues } from './header-values.js';

/** Reads the head that `node:http` serialised: what a client would have been sent, hooks and defaults included. */
export function parseHead(head: string): { status: number; statusMessage: string; headers: HeaderValues } {
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
    add(fields, text.slice(lineStart, colon).toLowerCase(), text.slice(colon + 2, lineEnd));
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
