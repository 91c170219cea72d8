import type {
  PoolClient,
  QueryArrayConfig,
  QueryArrayResult,
  QueryConfig,
  QueryResult,
  QueryResultRow,
} from 'pg';
import { refuseControl } from './refuse-control.js';
import type { Statements } from './statements.js';

/** What handlers get of the connection of their group: `query` of pg, in the forms that return a Promise. */
export interface PgTransaction {
  /**
   * Runs a statement within the transaction, after those that were sent before it.
   *
   * Rejects with a `TransactionEndedError` after the end, and with an error for BEGIN, COMMIT and ROLLBACK: the batch ends the
   * transaction. Savepoints are possible.
   */
  query<Row extends unknown[] = unknown[]>(
    config: QueryArrayConfig,
    values?: unknown[],
  ): Promise<QueryArrayResult<Row>>;
  /** Does the same for statements whose rows are objects. */
  query<Row extends QueryResultRow = QueryResultRow>(
    statement: string | QueryConfig,
    values?: readonly unknown[],
  ): Promise<QueryResult<Row>>;
}

/** Sends the statements of handlers to a connection, as long as the transaction lasts. */
export class GuardedClient {
  readonly #client: PoolClient;
  readonly #statements: Statements;
  #isHandedOver = false;

  constructor(client: PoolClient, statements: Statements) {
    this.#client = client;
    this.#statements = statements;
  }

  /** Refuses BEGIN, COMMIT and ROLLBACK from now on, because handlers have the client. */
  handOver(): void {
    this.#isHandedOver = true;
  }

  query(statement: string | QueryConfig, values?: readonly unknown[]): Promise<QueryResult> {
    return this.#statements.run(() => {
      if (this.#isHandedOver) refuseControl(typeof statement === 'string' ? statement : statement.text);
      return this.#client.query(statement, values as unknown[] | undefined);
    });
  }
}
