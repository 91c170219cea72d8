// Finds values in a text that is known to be valid JSON, without parsing it.
import {
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COMMA,
  OPEN_BRACE,
  OPEN_BRACKET,
  QUOTE,
} from '../operation/json-characters.js';
import { skipString } from '../operation/skip-string.js';

const SPACE = 0x20;

/**
 * Calls `visit` with the start of each element of an array; `visit` returns the end of the element. Returns the end of the
 * array, or of a value that is not an array.
 */
export function eachElement(text: string, start: number, visit: (start: number) => number): number {
  if (text.charCodeAt(start) !== OPEN_BRACKET) return skipValue(text, start);
  let at = skipSpace(text, start + 1);
  while (text.charCodeAt(at) !== CLOSE_BRACKET) at = nextEntry(text, visit(at));
  return at + 1;
}

/** Calls `visit` with the name of each member of an object and the start of its value. Otherwise as {@link eachElement}. */
export function eachMember(
  text: string,
  start: number,
  visit: (name: string, start: number) => number,
): number {
  if (text.charCodeAt(start) !== OPEN_BRACE) return skipValue(text, start);
  let at = skipSpace(text, start + 1);
  while (text.charCodeAt(at) !== CLOSE_BRACE) {
    const end = skipString(text, at);
    const raw = text.slice(at + 1, end - 1);
    const name = raw.includes('\\') ? (JSON.parse(`"${raw}"`) as string) : raw;
    const colon = skipSpace(text, end);
    at = nextEntry(text, visit(name, skipSpace(text, colon + 1)));
  }
  return at + 1;
}

/** Returns the start of the next entry of an object or array, or the bracket that closes it. */
function nextEntry(text: string, end: number): number {
  const at = skipSpace(text, end);
  return text.charCodeAt(at) === COMMA ? skipSpace(text, at + 1) : at;
}

/** Returns the end of the value that starts at `start`. Goes over nested values without recursion. */
export function skipValue(text: string, start: number): number {
  let depth = 0;
  let at = start;
  for (;;) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = skipString(text, at);
    else if (code === OPEN_BRACE || code === OPEN_BRACKET) {
      depth += 1;
      at += 1;
    } else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) {
      depth -= 1;
      at += 1;
    } else if (depth > 0) {
      at += 1;
      continue;
    } else return skipScalar(text, at);
    if (depth === 0) return at;
  }
}

/** Returns the end of a number or literal. */
function skipScalar(text: string, start: number): number {
  let at = start;
  for (; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code <= SPACE || code === COMMA || code === CLOSE_BRACE || code === CLOSE_BRACKET) break;
  }
  return at;
}

/** Returns the index of the first character from `start` that is not white space. */
export function skipSpace(text: string, start: number): number {
  let at = start;
  while (text.charCodeAt(at) <= SPACE) at += 1;
  return at;
}
