import type { Knex } from 'knex';
import { acquire } from './acquire.js';
import type { DatabaseTransaction, RunInTransaction, TransactionOptions } from './database-transaction.js';
import { expectPostgres } from './expect-postgres.js';
import { isolationLevelOf } from './isolation-level.js';
import { type KnexConnection, KnexTransaction } from './knex-transaction.js';
import { runGroup } from './run-group.js';
import { TransactionEndedError } from './transaction-ended-error.js';

/**
 * Returns the option `transaction` for [Knex](https://knexjs.org) 3 on PostgreSQL through pg. Handlers get a `Knex.Transaction`,
 * and must use it instead of `knex`.
 *
 * @throws {TypeError} if the database is not PostgreSQL, or an option is wrong
 *
 * @example
 * ```ts
 * const knex = createKnex({ client: 'pg', connection });
 * app.use('/batch', batch({ transaction: knexTransaction(knex) }));
 * ```
 */
export function knexTransaction(
  knex: Knex,
  options: TransactionOptions = {},
): DatabaseTransaction<Knex.Transaction> {
  expectPostgres('knexTransaction()', (knex.client as { readonly dialect?: unknown }).dialect);
  const isolationLevel = isolationLevelOf(options);
  const config = isolationLevel === undefined ? {} : { isolationLevel };
  const transaction: RunInTransaction<Knex.Transaction> = async (group, run) => {
    const trx = await acquire(
      group.signal,
      () => knex.transaction(config),
      (late) => void late.rollback().catch(() => undefined),
    );
    const connection = await connectionOf(trx);
    // Knex resolves even if BEGIN has failed, and has given the connection back then.
    if (trx.isCompleted()) throw new Error('The transaction did not begin');
    await runGroup(group, run, new KnexTransaction(trx, connection));
  };
  return Object.assign(transaction, { query });
}

function connectionOf(trx: Knex.Transaction): Promise<KnexConnection> {
  return (trx.client as Knex.Client).acquireConnection() as Promise<KnexConnection>;
}

async function query<Row extends object>(
  tx: Knex.Transaction,
  text: string,
  values: readonly unknown[] = [],
): Promise<Row[]> {
  const connection = await connectionOf(tx);
  // As soon as it is completed, the connection may belong to somebody else.
  if (tx.isCompleted()) throw new TransactionEndedError();
  return new Promise((resolve, reject) => {
    connection.query({ text, values }, (error, result) => {
      if (error) reject(error);
      else resolve(result.rows as Row[]);
    });
  });
}
