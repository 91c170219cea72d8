import { PGlite } from '@electric-sql/pglite';
import type { Transaction } from '@multistatus/express';
import type { PostgresClient } from '@multistatus/journal/postgres';
import { Pool } from 'pg';
import { embeddedDatabase } from './embedded-database.js';
import type { Queries } from './queries.js';
import { serverDatabase } from './server-database.js';

/** A PostgreSQL database. By default it runs each query as a transaction of its own. */
export interface Database extends Queries {
  /**
   * Returns the queries of a request: inside a transaction if it is an operation of an atomicity group.
   *
   * Handlers must use no others: a query outside the transaction would wait for the connection that its group holds.
   */
  of(req: object): Queries;

  /** The `transaction` option of `batch()`: BEGIN, then COMMIT or ROLLBACK. */
  readonly transaction: Transaction;

  /** What the journal keeps its entries through. */
  readonly client: PostgresClient;

  /** Resolves when every connection is closed. */
  close(): Promise<void>;
}

/** Less than an operation may take, so that the statements of an operation that timed out soon release their locks. */
const STATEMENT_TIMEOUT_MS = 9000;

/**
 * Opens the server that `connectionString` names, or otherwise a PostgreSQL embedded in this process, in memory.
 *
 * The first query connects to the server, and rejects if the server cannot be reached.
 */
export async function openDatabase(connectionString?: string): Promise<Database> {
  return connectionString
    ? serverDatabase(new Pool({ connectionString, statement_timeout: STATEMENT_TIMEOUT_MS }))
    : embeddedDatabase(await PGlite.create());
}
