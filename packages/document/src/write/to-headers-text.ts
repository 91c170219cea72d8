import type { HeaderMap } from '../multistatus.js';

/** The JSON strings of header names and content types, which are the same in most responses. */
const known = new Map<string, string>();
const MAX_KNOWN = 1_000;
const MAX_KNOWN_LENGTH = 100;

/**
 * Writes headers as the member `headers`, with a leading comma: the text that `JSON.stringify` returns. The empty string if there
 * are none.
 */
export function toHeadersText(headers: HeaderMap): string {
  const names = Object.keys(headers);
  if (names.length === 0) return '';
  let text = '';
  for (const name of names) {
    const value: HeaderMap[string] | undefined = headers[name];
    if (value === undefined) continue;
    if (text !== '') text += ',';
    const isType = name === 'content-type' && typeof value === 'string';
    text += `${toKnownText(name)}:${isType ? toKnownText(value) : JSON.stringify(value)}`;
  }
  return `,"headers":{${text}}`;
}

/** Returns a JSON string, from the cache if it was written before. */
function toKnownText(value: string): string {
  let text = known.get(value);
  if (text !== undefined) return text;
  text = JSON.stringify(value);
  if (value.length <= MAX_KNOWN_LENGTH) {
    if (known.size >= MAX_KNOWN) known.clear();
    known.set(value, text);
  }
  return text;
}
