import type {
  DatabaseTransaction,
  IsolationLevel,
  RunInTransaction,
  TransactionOptions,
} from './database-transaction.js';
import { expectPostgres } from './expect-postgres.js';
import { isolationLevelOf } from './isolation-level.js';
import { beginPrismaTransaction } from './prisma-transaction.js';
import { runGroup } from './run-group.js';

/** The part of a `PrismaClient` that the transaction needs. */
export interface PrismaInstance {
  /** The method that returns an extended client. The transaction extends it to see each statement. */
  readonly $extends: unknown;
  /** The method that begins an interactive transaction. */
  readonly $transaction: unknown;
}

interface RawClient {
  $queryRawUnsafe<Row>(text: string, ...values: readonly unknown[]): Promise<Row[]>;
}

/** What handlers get of a client of Prisma: all but the methods that it does not have within a transaction. */
export type PrismaTransactionClient<Client> = Omit<
  Client,
  '$connect' | '$disconnect' | '$extends' | '$on' | '$use'
>;

const LEVELS: Readonly<Record<IsolationLevel, string>> = {
  'read committed': 'ReadCommitted',
  'repeatable read': 'RepeatableRead',
  serializable: 'Serializable',
};

/**
 * Returns the option `transaction` for a client of [Prisma](https://www.prisma.io) 7 with `@prisma/adapter-pg`. Handlers get
 * the client of an interactive transaction, and must use it instead of the `PrismaClient`.
 *
 * While no connection is free, a group waits for the `maxWait` of the client. The `timeout` of Prisma does not apply: a group
 * ends with its batch (`limits.batchTimeoutMs`). Prisma cannot interrupt a statement, so that one which runs when its
 * operation is aborted keeps the connection until it ends: set the `statement_timeout` of pg below `limits.operationTimeoutMs`.
 *
 * `$transaction` takes a function here, and runs it within a savepoint; it rejects a list, which Prisma would run in a
 * transaction of its own.
 *
 * @throws {TypeError} if the database is not PostgreSQL, or an option is wrong
 *
 * @example
 * ```ts
 * app.use('/batch', batch({ transaction: prismaTransaction(prisma) }));
 *
 * app.post('/notes', async (req, res) => {
 *   const db = getOperation<Prisma.TransactionClient>(req)?.transaction ?? prisma;
 *   await db.note.create({ data: { text: req.body.text } });
 *   res.sendStatus(201);
 * });
 * ```
 */
export function prismaTransaction<Client extends PrismaInstance>(
  prisma: Client,
  options: TransactionOptions = {},
): DatabaseTransaction<PrismaTransactionClient<Client>> {
  type Tx = PrismaTransactionClient<Client>;
  const { _activeProvider: provider } = prisma as { readonly _activeProvider?: unknown };
  if (provider !== undefined) expectPostgres('prismaTransaction()', provider);
  const level = isolationLevelOf(options);
  const isolationLevel = level === undefined ? undefined : LEVELS[level];

  const transaction: RunInTransaction<Tx> = async (group, run) => {
    const { signal } = group;
    await runGroup(group, run, await beginPrismaTransaction<Tx>(prisma, { signal, isolationLevel }));
  };
  return Object.assign(transaction, { query });
}

async function query<Row extends object>(
  tx: object,
  text: string,
  values: readonly unknown[] = [],
): Promise<Row[]> {
  return (tx as RawClient).$queryRawUnsafe<Row>(text, ...values);
}
