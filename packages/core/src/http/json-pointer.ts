const JSON_POINTER = /^(?:\/(?:[^~/]|~[01])*)+$/;
const ARRAY_INDEX = /^(?:0|[1-9]\d{0,9})$/;

/** Splits an RFC 6901 pointer into its tokens; `undefined` for what is none, and for the empty one. */
export function parsePointer(pointer: string): string[] | undefined {
  return JSON_POINTER.test(pointer) ? splitPointer(pointer) : undefined;
}

/** Splits what is known to be an RFC 6901 pointer into its tokens; the empty one has none. */
export function splitPointer(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** Gives the value that the tokens lead to, through own properties and elements alone; `undefined` if there is none. */
export function valueAt(value: unknown, tokens: readonly string[]): unknown {
  let current = value;
  for (const token of tokens) {
    if (!hasMember(current, token)) return undefined;
    current = current[token];
  }
  return current;
}

/** Whether `token` names an own property of an object, or an element of an array. */
export function hasMember(container: unknown, token: string): container is Readonly<Record<string, unknown>> {
  if (typeof container !== 'object' || container === null) return false;
  return (!Array.isArray(container) || ARRAY_INDEX.test(token)) && Object.hasOwn(container, token);
}
