import type { ClientPool } from './client-pool.js';
import type { DatabaseTransaction, RunInTransaction, TransactionOptions } from './database-transaction.js';
import { expectPostgres } from './expect-postgres.js';
import type { GuardedClient } from './guarded-client.js';
import { beginStatement } from './isolation-level.js';
import { withClient } from './with-client.js';

/** The part of `Sequelize` that the transaction needs. */
export interface SequelizeInstance<Tx> {
  /** Lends a connection for each group, and takes it back or destroys it. */
  readonly connectionManager: {
    getConnection(options: never): Promise<object>;
    releaseConnection(connection: object): void;
    destroyConnection(connection: object): Promise<void>;
  };
  /** Returns the name of the dialect, which must be `postgres`. */
  getDialect(): string;
  /** Exists for type inference: its result is the type of the transaction that handlers get. It is not called. */
  transaction(options?: never): Promise<Tx>;
}

/** Members of Sequelize 6 that its types leave out. */
interface Internals {
  readonly Transaction: new (sequelize: object, options: object) => object;
  /** The namespace that was passed to `Sequelize.useCLS`. */
  readonly _cls?: { run(callback: () => void): void; set(name: string, value: unknown): void };
}

/** Members of a Transaction of Sequelize 6 that its types leave out. */
interface TransactionInternals {
  /** What statements are sent to. */
  connection?: SequelizeConnection;
  readonly _afterCommitHooks: readonly ((transaction: unknown) => unknown)[];
}

/**
 * Returns the option `transaction` for [Sequelize](https://sequelize.org) 6 on PostgreSQL. Handlers get a `Transaction` and
 * pass it on as the option `transaction`. After `Sequelize.useCLS(namespace)` they need not.
 *
 * Nested transactions are savepoints. `afterCommit` hooks run after COMMIT; if one throws, the effect of the group is reported as
 * unknown.
 *
 * @throws {TypeError} if the dialect is not `postgres`, or an option is wrong
 *
 * @example
 * ```ts
 * app.use('/batch', batch({ transaction: sequelizeTransaction(sequelize) }));
 *
 * app.post('/notes', async (req, res) => {
 *   const transaction = getOperation<Transaction>(req)?.transaction;
 *   await Note.create({ text: req.body.text }, { transaction });
 *   res.sendStatus(201);
 * });
 * ```
 */
export function sequelizeTransaction<Tx extends object>(
  sequelize: SequelizeInstance<Tx>,
  options: TransactionOptions = {},
): DatabaseTransaction<Tx> {
  expectPostgres('sequelizeTransaction()', sequelize.getDialect());
  const begin = beginStatement(options);
  const internals = sequelize.constructor as unknown as Internals;
  const inTransaction = withClient<Tx & TransactionInternals>(poolOf(sequelize), async (client) => {
    await client.query(begin);
    // Sequelize neither begins nor ends it, and takes no connection for it.
    const tx = new internals.Transaction(sequelize, {}) as Tx & TransactionInternals;
    tx.connection = new SequelizeConnection(client);
    return tx;
  });

  const transaction: RunInTransaction<Tx> = async (group, run) => {
    let begun: TransactionInternals | undefined;
    await inTransaction(group, (tx) => {
      begun = tx;
      return inNamespace(internals._cls, tx, () => run(tx));
    });
    for (const hook of begun?._afterCommitHooks ?? []) await hook(begun);
  };
  return Object.assign(transaction, { query });
}

/** The part of a connection of pg that Sequelize uses. Sequelize passes callbacks. */
class SequelizeConnection {
  readonly #client: GuardedClient;

  constructor(client: GuardedClient) {
    this.#client = client;
  }

  query(text: string, ...rest: unknown[]): Promise<{ readonly rows: unknown[] }> {
    const callback = rest.at(-1);
    const result = this.#client.query(text, Array.isArray(rest[0]) ? rest[0] : undefined);
    if (typeof callback === 'function') {
      result.then(
        (value) => callback(null, value),
        (error: unknown) => callback(error),
      );
    }
    return result;
  }
}

/** Returns the connections of Sequelize as a pool. Sequelize listens for their errors itself, so listeners are not needed. */
function poolOf({ connectionManager }: SequelizeInstance<unknown>): ClientPool {
  const connect = async (): Promise<object> => {
    const connection = await connectionManager.getConnection({ type: 'write' } as never);
    const release = (isUnusable = false): void => {
      if (isUnusable) connectionManager.destroyConnection(connection).catch(() => undefined);
      else connectionManager.releaseConnection(connection);
    };
    return Object.assign(connection, { release });
  };
  const pool = { connect, on: () => pool, listeners: () => [] };
  return pool as unknown as ClientPool;
}

/** The namespace keeps the transaction after its end: a late statement is then refused, and not run outside of it. */
function inNamespace(namespace: Internals['_cls'], tx: object, run: () => Promise<void>): Promise<void> {
  if (namespace === undefined) return run();
  let running: Promise<void> = Promise.resolve();
  namespace.run(() => {
    namespace.set('transaction', tx);
    running = run();
  });
  return running;
}

async function query<Row extends object>(
  tx: object,
  text: string,
  values: readonly unknown[] = [],
): Promise<Row[]> {
  const { connection } = tx as TransactionInternals;
  return ((await connection?.query(text, [...values]))?.rows ?? []) as Row[];
}
