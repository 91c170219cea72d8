import { PGlite } from '@electric-sql/pglite';
import { Pool } from 'pg';

/** The one thing the album asks of PostgreSQL, whichever PostgreSQL it is. */
export interface Database {
  /** Runs one statement with `$1`, `$2`... bound to `params`, and resolves to the rows it gave back. */
  query<Row>(sql: string, params?: readonly unknown[]): Promise<readonly Row[]>;

  /** Resolves when every connection is closed. */
  close(): Promise<void>;
}

/**
 * Opens the server that `connectionString` names, or else a PostgreSQL embedded in this process, in memory.
 *
 * A server is connected to by the first query, and that is what rejects if it cannot be reached.
 */
export async function openDatabase(connectionString?: string): Promise<Database> {
  return connectionString ? openServer(connectionString) : openEmbedded();
}

async function openEmbedded(): Promise<Database> {
  const postgres = await PGlite.create();
  return {
    async query<Row>(sql: string, params: readonly unknown[] = []) {
      return (await postgres.query<Row>(sql, [...params])).rows;
    },
    close: () => postgres.close(),
  };
}

function openServer(connectionString: string): Database {
  const pool = new Pool({ connectionString });
  // An idle connection that the server drops is replaced by the next query; unheard, it would end the process.
  pool.on('error', (error) => console.error(error.message));
  return {
    async query<Row>(sql: string, params: readonly unknown[] = []) {
      return (await pool.query(sql, [...params])).rows as Row[];
    },
    close: () => pool.end(),
  };
}
