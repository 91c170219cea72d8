import { hasMember, parsePointer } from '@multistatus/wire';

/** A member of an OpenAPI document. */
export type Members = Readonly<Record<string, unknown>>;

/** How many references may lead from one to the next. */
const MAX_HOPS = 10;

/** Returns the object that a part of an OpenAPI document is or refers to; `undefined` if it is not an object, or is in another document. */
export function resolveRef(value: unknown, document: unknown): Members | undefined {
  let found = value;
  for (let hop = 0; hop < MAX_HOPS; hop += 1) {
    if (!isObject(found)) return undefined;
    const { $ref: ref } = found;
    if (typeof ref !== 'string') return found;
    found = referredValue(ref, document);
  }
  return undefined;
}

/** Checks whether a value is an object and not an array. */
export function isObject(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function referredValue(ref: string, document: unknown): unknown {
  let value: unknown = document;
  for (const token of tokensOf(ref)) {
    if (typeof value !== 'object' || value === null || !hasMember(value, token)) return undefined;
    value = (value as Members)[token];
  }
  return value;
}

function tokensOf(ref: string): readonly string[] {
  try {
    return (ref.startsWith('#') ? parsePointer(decodeURIComponent(ref.slice(1))) : undefined) ?? ['$ref'];
  } catch {
    return ['$ref'];
  }
}
