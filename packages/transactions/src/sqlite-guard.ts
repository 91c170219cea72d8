import { refuseControl } from './refuse-control.js';
import {
  isInTransaction,
  isLocked,
  type SqliteConnection,
  type SqliteTransaction,
} from './sqlite-connection.js';
import { TransactionEndedError } from './transaction-ended-error.js';

type Method = (...values: unknown[]) => unknown;

/** Passes the statements of handlers on to a connection, as long as the transaction of their group lasts. */
export class SqliteGuard<Connection extends SqliteConnection> {
  /** What handlers get. */
  readonly tx: SqliteTransaction<Connection>;
  readonly #connection: Connection;
  /** Those of `iterate()`: as long as one is open, better-sqlite3 refuses COMMIT and ROLLBACK. */
  readonly #iterators = new Set<Iterator<unknown>>();
  #hasEnded = false;
  #lockError: unknown;

  constructor(connection: Connection) {
    this.#connection = connection;
    const tx: Pick<SqliteConnection, 'exec' | 'prepare'> = {
      exec: (sql) => {
        refuseControl(sql);
        const result = this.#run(() => connection.exec(sql));
        return result === connection ? tx : result;
      },
      prepare: (sql) => {
        refuseControl(sql);
        return this.#guardStatement(this.#run(() => connection.prepare(sql)));
      },
    };
    this.tx = tx as SqliteTransaction<Connection>;
  }

  /** The last error of a statement that says that another connection held a lock; `undefined` if there was none. */
  get lockError(): unknown {
    return this.#lockError;
  }

  /** Refuses statements from now on, and closes those that are not read to their end. */
  end(): void {
    this.#hasEnded = true;
    const iterators = [...this.#iterators];
    this.#iterators.clear();
    for (const iterator of iterators) iterator.return?.();
  }

  #run<Result>(statement: () => Result): Result {
    if (this.#hasEnded || !isInTransaction(this.#connection)) throw new TransactionEndedError();
    try {
      return statement();
    } catch (error) {
      if (isLocked(error)) this.#lockError = error;
      throw error;
    }
  }

  #guardStatement(statement: object): object {
    const guarded: object = new Proxy(statement, {
      get: (_, name) => {
        // On the statement itself, as its methods are native.
        const value: unknown = Reflect.get(statement, name, statement);
        if (typeof value !== 'function') return value;
        return (...values: unknown[]): unknown => {
          const result = this.#run(() => (value as Method).apply(statement, values));
          if (result === statement) return guarded;
          return name === 'iterate' ? this.#guardIterator(result as Iterator<unknown>) : result;
        };
      },
    });
    return guarded;
  }

  #guardIterator(iterator: Iterator<unknown>): Iterator<unknown> {
    this.#iterators.add(iterator);
    return this.#read(iterator);
  }

  *#read(iterator: Iterator<unknown>): Generator<unknown> {
    try {
      for (;;) {
        const { done, value } = this.#run(() => iterator.next());
        if (done) return;
        yield value;
      }
    } finally {
      if (this.#iterators.delete(iterator)) iterator.return?.();
    }
  }
}
