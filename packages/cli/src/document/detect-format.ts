import { isJsonType, isNdjsonType, isXmlType, parseMediaType } from '@multistatus/wire';
/** What a 207 can be written in. */
export type Format = 'xml' | 'json' | 'ndjson';

/** Gives the format that a Content-Type stands for. */
export function formatOfType(contentType: string | undefined): Format | undefined {
  const type = parseMediaType(contentType)?.type ?? '';
  if (isNdjsonType(type)) return 'ndjson';
  if (isXmlType(type)) return 'xml';
  return isJsonType(type) ? 'json' : undefined;
}

/** Gives the format that a text has by its looks; `undefined` if it is neither XML nor JSON. */
export function sniffFormat(text: string): Format | undefined {
  const start = text.search(/[^\s\uFEFF]/);
  const first = start < 0 ? '' : text.charAt(start);
  if (first === '<') return 'xml';
  if (first === '[') return 'json';
  if (first !== '{') return undefined;
  return isLine(text.slice(start)) ? 'ndjson' : 'json';
}

/** Tells whether the first line is a whole JSON object such as stands on a line of a streamed batch. */
function isLine(text: string): boolean {
  const end = text.search(/[\r\n]/);
  const line = end < 0 ? text : text.slice(0, end);
  const isAlone = end < 0 || text.slice(end).trim() === '';
  try {
    const value = JSON.parse(line) as Readonly<Record<string, unknown>>;
    if (Object.hasOwn(value, 'responses')) return false;
    return !isAlone || Object.hasOwn(value, 'href') || Object.hasOwn(value, 'summary');
  } catch {
    return false;
  }
}
