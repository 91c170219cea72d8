import { GroupRolledBackError } from '@multistatus/core';
import type { ClientPool } from './client-pool.js';
import type { DatabaseTransaction, RunInTransaction, TransactionOptions } from './database-transaction.js';
import { expectPostgres } from './expect-postgres.js';
import { isolationLevelOf } from './isolation-level.js';
import { withClient } from './with-client.js';

/** The part of TypeORM's `EntityManager` that the transaction needs. */
export interface TypeormManager {
  /** What the manager sends statements to. `query` with `true` resolves to an object that has the rows. */
  readonly queryRunner?: { query(text: string, values: unknown[], isStructured: true): Promise<unknown> };
}

/** The part of TypeORM's `QueryRunner` that the transaction needs. */
export interface TypeormQueryRunner<Manager> {
  /** The manager that handlers get. */
  readonly manager: Manager;
  /** Notifies subscribers before and after COMMIT and ROLLBACK. */
  readonly broadcaster: { broadcast(event: never): Promise<void> };
  /** Begins the transaction, with an isolation level such as `SERIALIZABLE`. */
  startTransaction(isolationLevel?: never): Promise<void>;
}

/** The part of TypeORM's `DataSource` that the transaction needs. */
export interface TypeormDataSource<Manager> {
  /** The options of the data source. Its `type` must be `postgres`. */
  readonly options: { readonly type: string };
  /** The driver, which has the pool of pg once the data source is initialized. */
  readonly driver: object;
  /** Returns a query runner, which gets the connection of one group. */
  createQueryRunner(): TypeormQueryRunner<Manager>;
}

/**
 * Returns the option `transaction` for a `DataSource` of [TypeORM](https://typeorm.io) 1 or 0.3 on PostgreSQL. Handlers get an
 * `EntityManager`, and must use it, or repositories and query builders that it creates, instead of the data source.
 *
 * Nested transactions are savepoints. `stream()` is not available. Subscribers are notified before and after COMMIT. If one throws
 * after COMMIT, the effect of the group is reported as unknown.
 *
 * @throws {TypeError} if the data source is not one for PostgreSQL, or an option is wrong
 *
 * @example
 * ```ts
 * app.use('/batch', batch({ transaction: typeormTransaction(dataSource) }));
 *
 * app.post('/notes', async (req, res) => {
 *   const manager = getOperation<EntityManager>(req)?.transaction ?? dataSource.manager;
 *   await manager.getRepository(Note).save({ text: req.body.text });
 *   res.sendStatus(201);
 * });
 * ```
 */
export function typeormTransaction<Manager extends TypeormManager>(
  dataSource: TypeormDataSource<Manager>,
  options: TransactionOptions = {},
): DatabaseTransaction<Manager> {
  expectPostgres('typeormTransaction()', dataSource.options.type);
  const isolationLevel = isolationLevelOf(options)?.toUpperCase() as undefined;

  const transaction: RunInTransaction<Manager> = async (group, run) => {
    const runner = dataSource.createQueryRunner();
    const notify = (event: string): Promise<void> => runner.broadcaster.broadcast(event as never);
    const inTransaction = withClient<Manager>(poolOf(dataSource), async (client) => {
      // TypeORM then takes no connection of its own.
      Object.assign(runner, { connect: async () => client, stream: refuseStream });
      await runner.startTransaction(isolationLevel);
      return runner.manager;
    });
    try {
      await inTransaction(group, async (manager) => {
        await run(manager);
        await notify('BeforeTransactionCommit');
        expectNoneNested(runner);
      });
      await notify('AfterTransactionCommit');
    } catch (error) {
      if (error instanceof GroupRolledBackError)
        await notify('AfterTransactionRollback').catch(() => undefined);
      throw error;
    }
  };
  return Object.assign(transaction, { query });
}

/** Returns the pool of the driver, which creates a new one whenever the data source is initialized. */
function poolOf({ driver }: { readonly driver: object }): ClientPool {
  const { master } = driver as { readonly master?: ClientPool };
  if (master === undefined)
    throw new Error(
      'The data source is not initialized: await dataSource.initialize() before the server listens',
    );
  return master;
}

/** Throws if a handler has not awaited a nested transaction: COMMIT would keep the half of it that has run. */
function expectNoneNested(runner: object): void {
  const { transactionDepth } = runner as { readonly transactionDepth: number };
  if (transactionDepth > 1) throw new Error('A nested transaction was still running at the end of its group');
}

async function refuseStream(): Promise<never> {
  throw new Error('stream() is not available in the transaction of an atomicity group');
}

async function query<Row extends object>(
  { queryRunner }: TypeormManager,
  text: string,
  values: readonly unknown[] = [],
): Promise<Row[]> {
  const result = (await queryRunner?.query(text, [...values], true)) as { readonly records?: Row[] };
  return result.records ?? [];
}
