/**
 * Checks whether a library is connected to PostgreSQL, by the name that it has for its database. Other databases neither abort a
 * transaction after a failed statement, nor keep other requests out of a connection that they share.
 *
 * @throws {TypeError} if it is not
 */
export function expectPostgres(caller: string, database: unknown): void {
  if (database === 'postgres' || database === 'postgresql') return;
  throw new TypeError(`${caller} needs PostgreSQL, not ${String(database)}; ${SEE}`);
}

/**
 * Checks whether `pool` is a pool of pg.
 *
 * @throws {TypeError} if it is not
 */
export function expectPool(caller: string, pool: unknown, others: string = ''): void {
  const { connect, listeners } = (pool ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof connect === 'function' && typeof listeners === 'function') refuseClient(caller, pool);
  else throw new TypeError(`${caller} needs a Pool of pg${others}; ${SEE}`);
}

/**
 * Checks that a pool of pg is not a single client, whose connection all groups would share.
 *
 * @throws {TypeError} if it is one
 */
export function refuseClient(caller: string, pool: unknown): void {
  // What a client of pg has and a pool has not.
  if (typeof (pool as Readonly<Record<string, unknown>>)['escapeLiteral'] !== 'function') return;
  throw new TypeError(`${caller} needs a Pool of pg, not a Client: each group takes a connection of its own`);
}

/** Where the pages of the project say what to do with another database. */
const SEE = 'for SQLite and other databases see docs/recipes/sqlite.md';
