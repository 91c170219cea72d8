import type { PGlite } from '@electric-sql/pglite';
import type { DatabaseTransaction } from './database-transaction.js';
import { type PgliteTransaction, withPglite } from './with-pglite.js';

export type { PgliteTransaction } from './with-pglite.js';

/**
 * Returns the option `transaction` for [PGlite](https://pglite.dev). Handlers get an object with PGlite's methods `query`, `exec`
 * and `sql`, and must use it instead of the database: PGlite has one connection, so that all other queries wait until the
 * group has ended.
 *
 * @throws {TypeError} if `database` is not a PGlite
 *
 * @example
 * ```ts
 * const database = await PGlite.create();
 * app.use('/batch', batch({ transaction: pgliteTransaction(database) }));
 * ```
 */
export function pgliteTransaction(
  database: Pick<PGlite, 'transaction'>,
): DatabaseTransaction<PgliteTransaction> {
  if (typeof (database as Partial<PGlite> | undefined)?.transaction !== 'function')
    throw new TypeError('pgliteTransaction() needs a PGlite; for a Pool of pg there is pgTransaction()');
  return Object.assign(
    withPglite(database, (guarded) => guarded),
    { query },
  );
}

async function query<Row extends object>(
  tx: PgliteTransaction,
  text: string,
  values: readonly unknown[] = [],
): Promise<Row[]> {
  return (await tx.query<Row>(text, [...values])).rows;
}
