import { PGlite } from '@electric-sql/pglite';
import type { Transaction } from '@multistatus/express';
import { Pool } from 'pg';
import { embeddedDatabase } from './embedded-database.js';
import type { Queries } from './queries.js';
import { serverDatabase } from './server-database.js';

/** A PostgreSQL. By itself it runs each query as a transaction of its own. */
export interface Database extends Queries {
  /**
   * Gives the queries of a request: within a transaction if it is an operation of an atomicity group.
   *
   * Handlers use no others: one outside of its group's transaction would wait for a connection that the group holds.
   */
  of(req: object): Queries;

  /** What `batch()` runs atomicity groups with: BEGIN, and COMMIT or ROLLBACK. */
  readonly transaction: Transaction;

  /** Resolves when every connection is closed. */
  close(): Promise<void>;
}

/** Less than an operation may take: a statement that nobody waits for any more soon gives up its locks. */
const STATEMENT_TIMEOUT_MS = 9000;

/**
 * Opens the server that `connectionString` names, or else a PostgreSQL embedded in this process, in memory.
 *
 * A server is connected to by the first query, and that is what rejects if it cannot be reached.
 */
export async function openDatabase(connectionString?: string): Promise<Database> {
  return connectionString
    ? serverDatabase(new Pool({ connectionString, statement_timeout: STATEMENT_TIMEOUT_MS }))
    : embeddedDatabase(await PGlite.create());
}
