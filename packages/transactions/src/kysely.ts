import {
  CompiledQuery,
  type Kysely,
  type PostgresPool,
  type PostgresPoolClient,
  type Transaction,
} from 'kysely';
import type { ClientPool } from './client-pool.js';
import type { DatabaseTransaction, TransactionOptions } from './database-transaction.js';
import { expectPool } from './expect-postgres.js';
import type { GuardedClient } from './guarded-client.js';
import { isolationLevelOf } from './isolation-level.js';
import { withClient } from './with-client.js';

export type { ClientPool } from './client-pool.js';

/**
 * Returns the option `transaction` for [Kysely](https://kysely.dev) on a pool of pg 8. Handlers get a `Transaction` of Kysely, and
 * must use it instead of the database.
 *
 * `create` returns a Kysely for a pool. It is called for each group, with a pool that has only the connection of that group.
 * Streaming is not possible within a group.
 *
 * @throws {TypeError} if `pool` is not a pool, or an option is wrong
 *
 * @example
 * ```ts
 * const create = (pool: PostgresPool) => new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
 * const pool = new Pool();
 * const db = create(pool);
 * app.use('/batch', batch({ transaction: kyselyTransaction(pool, create) }));
 * ```
 */
export function kyselyTransaction<Tables>(
  pool: ClientPool,
  create: (pool: PostgresPool) => Kysely<Tables>,
  options: TransactionOptions = {},
): DatabaseTransaction<Transaction<Tables>> {
  expectPool('kyselyTransaction()', pool);
  const level = isolationLevelOf(options);
  const transaction = withClient<Transaction<Tables>>(pool, async (client) => {
    const begin = create(poolOf(client)).startTransaction();
    return (level === undefined ? begin : begin.setIsolationLevel(level)).execute();
  });
  return Object.assign(transaction, { query });
}

/** Returns a pool that has one connection, which it does not take back: the transaction does. */
function poolOf(client: GuardedClient): PostgresPool {
  const lent = { query: client.query.bind(client), release: () => undefined };
  return { connect: async () => lent as unknown as PostgresPoolClient, end: async () => undefined };
}

async function query<Row extends object>(
  tx: Pick<Transaction<never>, 'executeQuery'>,
  text: string,
  values: readonly unknown[] = [],
): Promise<Row[]> {
  return (await tx.executeQuery<Row>(CompiledQuery.raw(text, [...values]))).rows;
}
