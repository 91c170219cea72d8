import type { Pool } from 'pg';
import type { ClientPool } from './client-pool.js';
import type { DatabaseTransaction, TransactionOptions } from './database-transaction.js';
import { refuseClient } from './expect-postgres.js';
import type { PgTransaction } from './guarded-client.js';
import { beginStatement } from './isolation-level.js';
import { withClient } from './with-client.js';

export type { ClientPool } from './client-pool.js';
export type { PgTransaction } from './guarded-client.js';

/**
 * Returns the option `transaction` for a pool of [pg](https://node-postgres.com) 8. Handlers get an object with pg's method
 * `query`, and must use it instead of the pool.
 *
 * Each group takes one connection of the pool. While none is free it waits, and stops waiting when the batch ends. The loss of a
 * connection of the pool, idle or not, does not end the process; listen for the event `error` of the pool to log it.
 *
 * @throws {TypeError} if `pool` is not a pool (a single client is none), or an option is wrong
 *
 * @example
 * ```ts
 * const pool = new Pool();
 * app.use('/batch', batch({ transaction: pgTransaction(pool) }));
 *
 * app.post('/notes', async (req, res) => {
 *   const db = getOperation<PgTransaction>(req)?.transaction ?? pool;
 *   await db.query('INSERT INTO notes (text) VALUES ($1)', [req.body.text]);
 *   res.sendStatus(201);
 * });
 * ```
 */
export function pgTransaction(
  pool: ClientPool,
  options: TransactionOptions = {},
): DatabaseTransaction<PgTransaction> {
  if (typeof (pool as Partial<Pool> | undefined)?.listeners !== 'function')
    throw new TypeError('pgTransaction() needs a Pool of pg; for a PGlite there is pgliteTransaction()');
  refuseClient('pgTransaction()', pool);
  const begin = beginStatement(options);
  const transaction = withClient<PgTransaction>(pool, async (client) => {
    await client.query(begin);
    return client as PgTransaction;
  });
  return Object.assign(transaction, { query });
}

async function query<Row extends object>(
  tx: PgTransaction,
  text: string,
  values: readonly unknown[] = [],
): Promise<Row[]> {
  return (await tx.query<Row>(text, values)).rows;
}
