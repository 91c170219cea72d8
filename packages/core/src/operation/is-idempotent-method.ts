import { isSafeMethod } from './is-safe-method.js';

/** Methods that change something, and change no more when they are repeated (RFC 9110 section 9.2.2, RFC 4918 section 9). */
const REPEATABLE_METHODS: ReadonlySet<string> = new Set([
  'PUT',
  'DELETE',
  'PROPPATCH',
  'MKCOL',
  'COPY',
  'MOVE',
  'UNLOCK',
]);

/** Checks whether a method, in upper case, has the same effect when it is sent twice as when it is sent once. */
export function isIdempotentMethod(method: string): boolean {
  return isSafeMethod(method) || REPEATABLE_METHODS.has(method);
}
