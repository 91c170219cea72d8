import type { Knex } from 'knex';
import { type BegunTransaction, rolledBack } from './run-group.js';
import { Statements } from './statements.js';

interface Result {
  readonly command: string;
  readonly rows: unknown[];
}
type Callback = (error: Error | null | undefined, result: Result) => void;

/** A connection of pg, in the form in which Knex uses it. */
export interface KnexConnection {
  query(statement: unknown, callback: Callback): unknown;
  end(): Promise<void>;
  on(event: 'error', listener: (error: Error) => void): unknown;
  off(event: 'error', listener: (error: Error) => void): unknown;
}

/**
 * A transaction of Knex. Knex itself refuses statements after COMMIT and ROLLBACK.
 *
 * While it lasts, every statement on its connection goes through `statements`: those of nested transactions too.
 */
export class KnexTransaction implements BegunTransaction<Knex.Transaction> {
  readonly tx: Knex.Transaction;
  readonly statements: Statements = new Statements();
  readonly #connection: KnexConnection;
  readonly #send: KnexConnection['query'];
  readonly #onLoss = (error: Error): void => this.statements.reportLoss(error);

  constructor(tx: Knex.Transaction, connection: KnexConnection) {
    this.tx = tx;
    this.#connection = connection;
    this.#send = connection.query.bind(connection);
    connection.on('error', this.#onLoss);
    connection.query = (statement, callback) => {
      this.statements
        .run(() => this.#run(statement))
        .then(
          (result) => callback(null, result),
          (error: Error) => callback(error, { command: '', rows: [] }),
        );
    };
  }

  check(): Promise<unknown> {
    return this.#run('SELECT 1');
  }

  async commit(): Promise<void> {
    let command: string | undefined;
    this.#connection.query = (statement, callback) =>
      this.#send(statement, (error, result) => {
        command = result?.command;
        callback(error, result);
      });
    // Sends COMMIT at once; from then on Knex refuses statements.
    const committed = this.tx.commit();
    this.#restore();
    await committed;
    await this.tx.executionPromise;
    // PostgreSQL answers this if a statement has failed.
    if (command !== 'COMMIT') throw rolledBack(new Error(`The database answered COMMIT with ${command}`));
  }

  async rollback(): Promise<void> {
    try {
      if (this.statements.isBusy) throw new Error('A statement still runs');
      // Not by Knex, which would ignore that ROLLBACK failed, and use the connection for others.
      await this.#run('ROLLBACK');
    } catch {
      // A statement may run for long; the server rolls back when it sees that the connection is closed.
      await this.#connection.end();
    }
    this.#restore();
    await this.tx.rollback();
  }

  #restore(): void {
    this.#connection.off('error', this.#onLoss);
    // What remains is the method of the prototype.
    Reflect.deleteProperty(this.#connection, 'query');
  }

  #run(statement: unknown): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.#send(statement, (error, result) => {
        if (error) reject(error);
        else resolve(result);
      });
    });
  }
}
