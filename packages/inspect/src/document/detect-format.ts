import { isJsonType, isNdjsonType, isXmlType, parseMediaType } from '@multistatus/wire';

// The members by which `readMultistatus` recognises a whole document on one line.
const DOCUMENT_MEMBERS = ['responses', 'value', 'results'];
// Spares the parsing of a long document that begins with one of them, or with a summary.
const DOCUMENT_START = /^\{\s*(?:"summary"\s*:\s*\{[^{}]*\}\s*,\s*)?"(?:responses|value|results)"\s*:/;

/** The formats of a 207, and that of an answer to a multipart batch. */
export type Format = 'xml' | 'json' | 'ndjson' | 'multipart';

/** Returns the format of a Content-Type; `undefined` if it is not one of these. */
export function formatOfType(contentType: string | undefined): Format | undefined {
  const type = parseMediaType(contentType)?.type ?? '';
  if (isNdjsonType(type)) return 'ndjson';
  if (isXmlType(type)) return 'xml';
  if (type.startsWith('multipart/')) return 'multipart';
  return isJsonType(type) ? 'json' : undefined;
}

/** Guesses the format of a text from its first characters; returns `undefined` if it is neither XML nor JSON. */
export function sniffFormat(text: string): Format | undefined {
  const start = text.search(/[^\s\uFEFF]/);
  const first = start < 0 ? '' : text.charAt(start);
  if (first === '<') return 'xml';
  if (first === '[') return 'json';
  if (first !== '{') return undefined;
  return isLine(text.slice(start)) ? 'ndjson' : 'json';
}

/** Checks whether a text begins like a page in HTML. */
export function isWebPage(text: string): boolean {
  return /^[\s\uFEFF]*<!doctype\s+html/i.test(text);
}

/** Checks whether the first line is a complete JSON object, like the lines of a streamed batch. */
function isLine(text: string): boolean {
  if (DOCUMENT_START.test(text)) return false;
  const end = text.search(/[\r\n]/);
  const line = end < 0 ? text : text.slice(0, end);
  const isOnlyLine = end < 0 || text.slice(end).trim() === '';
  try {
    const value = JSON.parse(line) as Readonly<Record<string, unknown>>;
    if (DOCUMENT_MEMBERS.some((name) => Object.hasOwn(value, name))) return false;
    return !isOnlyLine || Object.hasOwn(value, 'href') || Object.keys(value).join() === 'summary';
  } catch {
    return false;
  }
}
