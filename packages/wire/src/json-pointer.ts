const JSON_POINTER = /^(?:\/(?:[^~/]|~[01])*)+$/;
const ARRAY_INDEX = /^(?:0|[1-9]\d{0,9})$/;

/** Returns a token escaped for use in a JSON Pointer (RFC 6901 section 3). */
export function escapePointerToken(token: string): string {
  return token.replaceAll('~', '~0').replaceAll('/', '~1');
}

/**
 * Returns the tokens of a JSON Pointer (RFC 6901), or `undefined` if the text is not a pointer or is the empty pointer.
 */
export function parsePointer(pointer: string): string[] | undefined {
  return JSON_POINTER.test(pointer) ? splitPointer(pointer) : undefined;
}

/** Returns the tokens of a text that is known to be a valid JSON Pointer. The empty pointer has no tokens. */
export function splitPointer(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** Returns the value at the tokens, or `undefined` if there is none. Follows own properties and array elements only. */
export function valueAt(value: unknown, tokens: readonly string[]): unknown {
  let current = value;
  for (const token of tokens) {
    if (!hasMember(current, token)) return undefined;
    current = current[token];
  }
  return current;
}

/** Checks whether `token` names an own property of an object, or an element of an array. */
export function hasMember(container: unknown, token: string): container is Readonly<Record<string, unknown>> {
  if (typeof container !== 'object' || container === null) return false;
  return (!Array.isArray(container) || ARRAY_INDEX.test(token)) && Object.hasOwn(container, token);
}
