/** Methods that change nothing (RFC 9110 section 9.2.1, RFC 4918, RFC 3253, RFC 5323, RFC 10008). */
const SAFE_METHODS: ReadonlySet<string> = new Set([
  'GET',
  'HEAD',
  'OPTIONS',
  'PROPFIND',
  'REPORT',
  'SEARCH',
  'QUERY',
]);

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

/** Checks whether a method, in upper case, is known to change nothing. */
export function isSafeMethod(method: string): boolean {
  return SAFE_METHODS.has(method);
}

/** Checks whether a method, in upper case, has the same effect when it is sent twice as when it is sent once. */
export function isIdempotentMethod(method: string): boolean {
  return isSafeMethod(method) || REPEATABLE_METHODS.has(method);
}
