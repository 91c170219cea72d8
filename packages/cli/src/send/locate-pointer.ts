import { splitPointer } from '@multistatus/wire';
/** A place in a JSON text. */
export interface JsonPlace {
  /** The line number, from 1. */
  readonly line: number;
  /** The value on one line, with its name in front if it is a member of an object. */
  readonly excerpt: string;
}

const SPACE = /\s*/y;
const STRING = /"(?:[^"\\]|\\.)*"/y;
const SCALAR = /[^\s,\]}]+/y;

/**
 * Finds the value of a JSON Pointer (RFC 6901, also as URI fragment) in a JSON text. If there is no such value, returns
 * the innermost existing value around it. Returns `undefined` if `pointer` is not a JSON Pointer.
 */
export function locatePointer(text: string, pointer: string): JsonPlace | undefined {
  const tokens = toTokens(pointer);
  if (tokens === undefined) return undefined;
  let at = { start: match(SPACE, text, 0), value: match(SPACE, text, 0) };
  for (const token of tokens) {
    const found = findMember(text, at.value, token);
    if (found === undefined) break;
    at = found;
  }
  const excerpt = text.slice(at.start, skipValue(text, at.value)).replace(/\s+/g, ' ');
  return { line: text.slice(0, at.start).split('\n').length, excerpt };
}

function toTokens(pointer: string): string[] | undefined {
  const isFragment = pointer.startsWith('#');
  const path = isFragment ? pointer.slice(1) : pointer;
  if (path !== '' && !path.startsWith('/')) return undefined;
  try {
    return splitPointer(isFragment ? decodeURIComponent(path) : path);
  } catch {
    return undefined;
  }
}

interface Member {
  /** The index of its name, or of its value if it has no name. */
  readonly start: number;
  readonly value: number;
}

function findMember(text: string, container: number, token: string): Member | undefined {
  const isObject = text[container] === '{';
  if (!isObject && text[container] !== '[') return undefined;
  let at = match(SPACE, text, container + 1);
  for (let index = 0; at < text.length && text[at] !== '}' && text[at] !== ']'; index += 1) {
    const start = at;
    const nameEnd = isObject ? match(STRING, text, at) : at;
    const name = isObject ? (JSON.parse(text.slice(at, nameEnd)) as string) : String(index);
    // Skips the colon and the white space around it.
    const value = isObject ? match(SPACE, text, match(SPACE, text, nameEnd) + 1) : at;
    if (name === token) return { start, value };
    at = match(SPACE, text, skipValue(text, value));
    if (text[at] === ',') at = match(SPACE, text, at + 1);
  }
  return undefined;
}

/** Returns the index after the value that begins at `start`. */
function skipValue(text: string, start: number): number {
  let at = start;
  let depth = 0;
  do {
    const character = text[at] ?? '';
    if (character === '"') at = match(STRING, text, at);
    else if (/[\s,:]/.test(character)) at += 1;
    else if (/[[{]/.test(character)) [depth, at] = [depth + 1, at + 1];
    else if (/[\]}]/.test(character)) [depth, at] = [depth - 1, at + 1];
    else at = match(SCALAR, text, at);
  } while (depth > 0 && at < text.length);
  return at;
}

/** Returns the index after the match at `at`; `at` itself if there is no match. */
function match(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}
