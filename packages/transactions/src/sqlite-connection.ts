/**
 * A connection of node:sqlite (Node 22.16 and later) or better-sqlite3, as far as {@link sqliteTransaction} uses it. A connection of
 * either has more members.
 */
export interface SqliteConnection {
  /** Runs statements that return no rows. */
  exec(sql: string): unknown;
  /** Returns a statement that can be run several times. */
  prepare(sql: string): object;
  /** True while a transaction is open, on node:sqlite. */
  readonly isTransaction?: boolean;
  /** True while a transaction is open, on better-sqlite3. */
  readonly inTransaction?: boolean;
}

/**
 * What handlers get of the connection while their group runs: its methods `prepare` and `exec`. Both refuse statements after the
 * end of the transaction, and so do the statements that `prepare` returns.
 *
 * `Connection` is `DatabaseSync` of node:sqlite, or `Database` of better-sqlite3.
 */
export type SqliteTransaction<Connection extends SqliteConnection> = Pick<Connection, 'prepare' | 'exec'>;

/**
 * Checks whether `connection` is one of node:sqlite or better-sqlite3.
 *
 * @throws {TypeError} if it is not
 */
export function expectConnection(connection: unknown): void {
  const { exec, prepare } = (connection ?? {}) as Partial<SqliteConnection>;
  if (typeof exec === 'function' && typeof prepare === 'function') {
    if (typeof openness(connection as SqliteConnection) === 'boolean') return;
  }
  throw new TypeError(
    'sqliteTransaction() needs a connection of node:sqlite, on Node 22.16 or later, or of better-sqlite3; ' +
      'for others see docs/recipes/sqlite.md',
  );
}

/** Checks whether a transaction is open on a connection: SQLite ends one on its own after some errors, such as a full disk. */
export function isInTransaction(connection: SqliteConnection): boolean {
  return openness(connection) === true;
}

function openness(connection: SqliteConnection): boolean | undefined {
  return connection.isTransaction ?? connection.inTransaction;
}

/** SQLITE_BUSY and SQLITE_LOCKED: another connection holds a lock. The codes that extend them have the same last byte. */
const LOCKED: ReadonlySet<number> = new Set([5, 6]);

/** Checks whether the same transaction may succeed when it is tried again, because another connection held a lock. */
export function isLocked(error: unknown): boolean {
  // better-sqlite3 has the name of the code, node:sqlite its number.
  const { code, errcode } = (error ?? {}) as { readonly code?: unknown; readonly errcode?: unknown };
  if (typeof errcode === 'number') return LOCKED.has(errcode & 0xff);
  return typeof code === 'string' && /^SQLITE_(?:BUSY|LOCKED)/.test(code);
}
