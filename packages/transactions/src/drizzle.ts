import type { PGlite } from '@electric-sql/pglite';
import { type SQL, sql } from 'drizzle-orm';
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import type { PgliteDatabase } from 'drizzle-orm/pglite';
import type { Pool, PoolClient } from 'pg';
import type { DatabaseTransaction, TransactionOptions } from './database-transaction.js';
import { expectPool } from './expect-postgres.js';
import { isolationLevelOf } from './isolation-level.js';
import { withClient } from './with-client.js';
import { withPglite } from './with-pglite.js';

/** A database of Drizzle, as far as transactions need it. */
interface Transacting<Tx> {
  transaction(callback: (tx: Tx) => Promise<never>, config?: TransactionOptions): Promise<unknown>;
}

/** What a database of Drizzle passes to the callback of `transaction`, such as `TransactionOf<typeof db>`. */
export type TransactionOf<Database extends { transaction: (...args: never[]) => unknown }> = Parameters<
  Parameters<Database['transaction']>[0]
>[0];

/**
 * Returns the option `transaction` for [Drizzle](https://orm.drizzle.team) on a pool of pg 8, or on PGlite. Handlers get a
 * transaction of Drizzle, and must use it instead of the database.
 *
 * `create` returns a database of Drizzle for a client. It is called for each group, with the connection of that group.
 *
 * @throws {TypeError} if `pool` is neither a pool nor a PGlite, or an option is wrong
 *
 * @example
 * ```ts
 * const create = (client: Pool | PoolClient) => drizzle({ client, schema });
 * const pool = new Pool();
 * const db = create(pool);
 * app.use('/batch', batch({ transaction: drizzleTransaction(pool, create) }));
 * ```
 */
export function drizzleTransaction<Schema extends Record<string, unknown>>(
  pool: Pool,
  create: (client: PoolClient) => NodePgDatabase<Schema>,
  options?: TransactionOptions,
): DatabaseTransaction<TransactionOf<NodePgDatabase<Schema>>>;
/** Returns the option `transaction` for PGlite, which runs one transaction at a time and takes no options. */
export function drizzleTransaction<Schema extends Record<string, unknown>>(
  database: PGlite,
  create: (client: PGlite) => PgliteDatabase<Schema>,
): DatabaseTransaction<TransactionOf<PgliteDatabase<Schema>>>;
export function drizzleTransaction(
  source: Pool | PGlite,
  create: (client: never) => unknown,
  options: TransactionOptions = {},
): DatabaseTransaction<never> {
  const isolationLevel = isolationLevelOf(options);
  const config = isolationLevel === undefined ? undefined : { isolationLevel };
  if (!('waitReady' in source)) expectPool('drizzleTransaction()', source, ' or a PGlite');
  const begin = (client: unknown): Promise<Executing> =>
    beginWith(create(client as never) as Transacting<Executing>, config);
  const transaction =
    'connect' in source
      ? withClient(source, begin)
      : withPglite(source, (guarded) => {
          const client = {
            ...guarded,
            transaction: (callback: (inner: unknown) => unknown) => callback(client),
          };
          return begin(client);
        });
  return Object.assign(transaction, { query }) as unknown as DatabaseTransaction<never>;
}

/** Begins a transaction that Drizzle does not end: its callback never settles. */
function beginWith<Tx>(database: Transacting<Tx>, config: TransactionOptions | undefined): Promise<Tx> {
  return new Promise((resolve, reject) => {
    const begun = database.transaction((tx) => {
      resolve(tx);
      return new Promise<never>(() => undefined);
    }, config);
    begun.catch(reject);
  });
}

/** The part of Drizzle's transactions that `query` needs. */
interface Executing {
  execute(statement: SQL): PromiseLike<{ readonly rows: unknown }>;
}

async function query<Row extends object>(
  tx: Executing,
  text: string,
  values: readonly unknown[] = [],
): Promise<Row[]> {
  const { rows } = await tx.execute(toSql(text, values));
  return rows as Row[];
}

/** Returns a statement of Drizzle, which numbers its parameters itself, in the order in which they occur. */
function toSql(text: string, values: readonly unknown[]): SQL {
  const [first = '', ...rest] = text.split(/\$(\d+)/);
  const chunks = [sql.raw(first)];
  for (let at = 0; at < rest.length; at += 2) {
    chunks.push(sql`${sql.param(values[Number(rest[at]) - 1])}`, sql.raw(rest[at + 1] ?? ''));
  }
  return sql.join(chunks);
}
