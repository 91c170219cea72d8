import { GroupRolledBackError, type OperationGroup } from '@multistatus/core';
import { acquire } from './acquire.js';
import type { DatabaseTransaction } from './database-transaction.js';
import {
  expectConnection,
  isInTransaction,
  isLocked,
  type SqliteConnection,
  type SqliteTransaction,
} from './sqlite-connection.js';
import { SqliteGuard } from './sqlite-guard.js';
import { SqliteTurns } from './sqlite-turns.js';

export type { SqliteConnection, SqliteTransaction } from './sqlite-connection.js';

/** A value for the option `transaction` on SQLite, with what everything outside of groups needs. */
export interface SqliteDatabaseTransaction<Connection extends SqliteConnection>
  extends DatabaseTransaction<SqliteTransaction<Connection>> {
  /**
   * Calls `work` with the connection when no group runs, and resolves to what it returns; nothing else gets the connection until
   * then. In an operation of a group, pass its transaction: `work` is then called with it at once.
   *
   * Without `transaction`, rejects in a handler of a group, and within the work of another `inTurn`: it would wait for itself.
   * Rejects too if `work` leaves a transaction open, which is rolled back.
   *
   * @example
   * ```ts
   * const tx = getOperation<SqliteTransaction<DatabaseSync>>(req)?.transaction;
   * const notes = await transaction.inTurn((db) => db.prepare('SELECT text FROM notes').all(), tx);
   * ```
   */
  inTurn<Result>(
    work: (connection: SqliteTransaction<Connection>) => Result | PromiseLike<Result>,
    transaction?: SqliteTransaction<Connection>,
  ): Promise<Result>;
}

/**
 * Returns the option `transaction` for a connection of [node:sqlite](https://nodejs.org/api/sqlite.html), on Node 22.16 or later, or
 * of [better-sqlite3](https://github.com/WiseLibs/better-sqlite3). Handlers get an object with its methods `prepare` and `exec`.
 *
 * A connection has one transaction at a time. So groups run one after another, and everything else that uses the connection must
 * wait until no group runs: use it through `inTurn` only. A group that waits for its turn stops waiting when the batch ends.
 *
 * @throws {TypeError} if `connection` is not one of node:sqlite or better-sqlite3
 *
 * @example
 * ```ts
 * const transaction = sqliteTransaction(new DatabaseSync('notes.db'));
 * app.use('/batch', batch({ transaction }));
 *
 * app.post('/notes', async (req, res) => {
 *   const tx = getOperation<SqliteTransaction<DatabaseSync>>(req)?.transaction;
 *   await transaction.inTurn((db) => db.prepare('INSERT INTO notes (text) VALUES (?)').run(req.body.text), tx);
 *   res.sendStatus(201);
 * });
 * ```
 */
export function sqliteTransaction<Connection extends SqliteConnection>(
  connection: Connection,
): SqliteDatabaseTransaction<Connection> {
  expectConnection(connection);
  const turns = SqliteTurns.of(connection);
  type Tx = SqliteTransaction<Connection>;

  async function transaction(group: OperationGroup, run: (tx: Tx) => Promise<void>): Promise<void> {
    const turn = await acquire(
      group.signal,
      () => turns.take('an atomicity group'),
      (late) => late.end(),
    );
    try {
      connection.exec('BEGIN IMMEDIATE');
      const guard = new SqliteGuard(connection);
      await turn.run(() => runGroup({ connection, guard, turns }, group, run));
    } finally {
      turn.end();
    }
  }

  async function inTurn<Result>(work: (db: Tx) => Result | PromiseLike<Result>, tx?: Tx): Promise<Result> {
    if (tx !== undefined) return work(tx);
    const turn = await turns.take('inTurn()');
    try {
      return await turn.run(() => workAlone(connection, turns, work));
    } finally {
      turn.end();
    }
  }

  return Object.assign(transaction, { inTurn, query });
}

/** Runs a group in the transaction that has begun on a connection, and ends the transaction. */
async function runGroup<Connection extends SqliteConnection>(
  on: {
    readonly connection: Connection;
    readonly guard: SqliteGuard<Connection>;
    readonly turns: SqliteTurns;
  },
  { signal }: OperationGroup,
  run: (tx: SqliteTransaction<Connection>) => Promise<void>,
): Promise<void> {
  const { connection, guard, turns } = on;
  try {
    await run(guard.tx);
    signal.throwIfAborted();
    guard.end();
    connection.exec('COMMIT');
  } catch (error) {
    guard.end();
    turns.rollBack();
    const { lockError } = guard;
    const cause = lockError ?? error;
    throw new GroupRolledBackError('SQLite rolled back', { cause, isTransient: isLocked(cause) });
  }
}

/** Calls `work` with a connection that nothing else uses now. */
async function workAlone<Connection extends SqliteConnection, Result>(
  connection: Connection,
  turns: SqliteTurns,
  work: (connection: Connection) => Result | PromiseLike<Result>,
): Promise<Result> {
  if (isInTransaction(connection))
    throw new Error('A transaction is open on the connection that was not begun within inTurn()');
  try {
    const result = await work(connection);
    if (isInTransaction(connection))
      throw new Error('The work passed to inTurn() left a transaction open; it is rolled back');
    return result;
  } finally {
    turns.rollBack();
  }
}

/** What {@link query} needs of a statement. */
interface Statement {
  /** False on better-sqlite3 if the statement returns no rows; its `all()` then throws. */
  readonly reader?: boolean;
  all(...values: readonly unknown[]): unknown[];
  run(...values: readonly unknown[]): unknown;
}

async function query<Row extends object>(
  tx: Pick<SqliteConnection, 'prepare'>,
  text: string,
  values: readonly unknown[] = [],
): Promise<Row[]> {
  const statement = tx.prepare(text) as Statement;
  // To SQLite, $1 is a name.
  const named =
    values.length === 0 ? [] : [Object.fromEntries(values.map((value, index) => [index + 1, value]))];
  if (statement.reader !== false) return statement.all(...named) as Row[];
  statement.run(...named);
  return [];
}
