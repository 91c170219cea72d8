import { AsyncLocalStorage } from 'node:async_hooks';
import { isInTransaction, type SqliteConnection } from './sqlite-connection.js';

/** Who has a connection to itself, or waits for it. */
export type TurnOwner = 'an atomicity group' | 'inTurn()';

/** What to do instead of waiting for the own turn to end. */
const ADVICE: Readonly<Record<TurnOwner, string>> = {
  'an atomicity group':
    'pass the transaction of the group, as in inTurn(work, getOperation(req)?.transaction)',
  'inTurn()': 'use the connection that the work is called with',
};

/** The time in which a connection belongs to one group, or to one piece of work. */
export interface Turn {
  /** Calls `work`. What it calls in turn is known to be part of this turn. */
  run<Result>(work: () => Result): Result;
  /** Lets the next one begin. */
  end(): void;
}

/** Lets everything that uses a connection wait until what came before it has ended: a connection has one transaction at a time. */
export class SqliteTurns {
  static readonly #known = new WeakMap<SqliteConnection, SqliteTurns>();
  readonly #connection: SqliteConnection;
  readonly #current = new AsyncLocalStorage<{ readonly owner: TurnOwner; hasEnded: boolean }>();
  #last: Promise<void> = Promise.resolve();
  /** True if the last transaction could not be rolled back. What comes next would become part of it. */
  #isStuck = false;

  private constructor(connection: SqliteConnection) {
    this.#connection = connection;
  }

  /** Returns the turns of a connection, which all that use it share. */
  static of(connection: SqliteConnection): SqliteTurns {
    const known = SqliteTurns.#known.get(connection);
    if (known !== undefined) return known;
    const turns = new SqliteTurns(connection);
    SqliteTurns.#known.set(connection, turns);
    return turns;
  }

  /**
   * Resolves when everything that was asked for before has ended. Rejects if it would wait for the turn that it is called in, and if
   * the transaction of the last turn can still not be rolled back.
   */
  async take(owner: TurnOwner): Promise<Turn> {
    const current = this.#current.getStore();
    if (current?.hasEnded === false)
      throw new Error(
        `${owner} within ${current.owner} would wait until the latter has ended; ${ADVICE[current.owner]}`,
      );
    const mine = { owner, hasEnded: false };
    const before = this.#last;
    let next = (): void => undefined;
    this.#last = new Promise((resolve) => {
      next = resolve;
    });
    const end = (): void => {
      mine.hasEnded = true;
      next();
    };
    await before;
    try {
      if (this.#isStuck) this.rollBack();
    } catch (error) {
      end();
      throw error;
    }
    return { run: (work) => this.#current.run(mine, work), end };
  }

  /** Rolls back the transaction that is open, if there is one. */
  rollBack(): void {
    this.#isStuck = true;
    if (isInTransaction(this.#connection)) this.#connection.exec('ROLLBACK');
    this.#isStuck = false;
  }
}
