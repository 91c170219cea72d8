/** SQLITE_ERROR: SQLite does not understand a statement. */
const SQLITE_ERROR = 1;

/**
 * Checks whether SQLite has refused a statement of PostgreSQL, by the errors of node:sqlite and better-sqlite3. Other errors, such as
 * that of a lock, say nothing about the database.
 */
export function isSqliteError(error: unknown): boolean {
  const { code, errcode } = (error ?? {}) as { readonly code?: unknown; readonly errcode?: unknown };
  return code === 'SQLITE_ERROR' || (code === 'ERR_SQLITE_ERROR' && errcode === SQLITE_ERROR);
}
