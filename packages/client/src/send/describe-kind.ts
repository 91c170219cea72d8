import { Reference } from './reference.js';

/** A longer string, such as a serialized batch, is not shown. */
const MAX_LENGTH = 60;

/** Describes a value that is not of the expected kind, for an error message: its kind, or itself if it is a primitive. */
export function describeKind(value: unknown): string {
  if (value instanceof Reference) return 'a reference';
  if (isHandle(value)) return `the operation "${value.id}"`;
  if (Array.isArray(value)) return 'an array';
  if (typeof value === 'string') return value.length > MAX_LENGTH ? 'a string' : JSON.stringify(value);
  if (typeof value === 'object' && value !== null) return `an object of type ${typeNameOf(value)}`;
  return typeof value === 'function' ? 'a function' : String(value);
}

/** Checks whether a value is an operation of a batch, which a caller may confuse with a value of its response. */
export function isHandle(value: unknown): value is { readonly id: string; readonly batch: object } {
  const { batch, ref } = Object(value) as { readonly batch?: unknown; readonly ref?: unknown };
  return typeof batch === 'object' && typeof ref === 'function';
}

/** Returns `Map` for a Map, and `Object` for an object of a class of the caller. */
export function typeNameOf(value: object): string {
  return Object.prototype.toString.call(value).slice('[object '.length, -1);
}
