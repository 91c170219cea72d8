/** How deep an error may be wrapped by the libraries between the handler and the database. */
const MAX_DEPTH = 8;

/** Members in which libraries keep the error of the driver. */
const WRAPPED = ['cause', 'original', 'parent', 'driverError', 'meta', 'driverAdapterError'] as const;

/** Members in which drivers and libraries keep the SQLSTATE. */
const CODES = ['code', 'originalCode', 'sqlState'] as const;

/** SQLSTATE of a serialization failure, of a deadlock, and of a lock that was not available in time. */
const CONFLICTS: ReadonlySet<string> = new Set(['40001', '40P01', '55P03']);

/** Classes of SQLSTATE in which the connection or the server is gone: 08, 57P (shutdown, crash, terminated). */
const LOST = /^(?:08|57P)/;

/** Codes of Node for a connection that broke. */
const SOCKET: ReadonlySet<string> = new Set(['ECONNRESET', 'ECONNREFUSED', 'EPIPE', 'ETIMEDOUT']);

/**
 * Checks whether the same transaction may succeed when it is tried again: after a deadlock, a serialization failure, a lock
 * that was not available, or a lost connection. Looks into errors that wrap the one of the driver.
 */
export function isTransient(error: unknown): boolean {
  return someCode(error, (code) => CONFLICTS.has(code) || LOST.test(code) || SOCKET.has(code));
}

/** Checks whether `matches` accepts a code of an error, or of an error that it wraps. */
export function someCode(error: unknown, matches: (code: string) => boolean, depth = 0): boolean {
  if (typeof error !== 'object' || error === null || depth > MAX_DEPTH) return false;
  const members = error as Readonly<Record<string, unknown>>;
  if (CODES.some((name) => typeof members[name] === 'string' && matches(members[name]))) return true;
  return WRAPPED.some((name) => someCode(members[name], matches, depth + 1));
}
