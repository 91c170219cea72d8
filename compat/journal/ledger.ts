import { Pool } from 'pg';
import type { PostgresServer } from '../postgres/postgres-server.js';

/** The effects of handlers, counted from outside: the table has no key, so that a doubled effect is a second row. */
export class Ledger {
  /** How handlers connect to its database. */
  readonly connection: object;
  readonly #pool: Pool;

  /** `database` is created if it is not that of the connection. */
  static async open(
    { connection }: Pick<PostgresServer, 'connection'>,
    database = 'effects',
  ): Promise<Ledger> {
    const ledger = new Ledger({ ...connection, database });
    if (database !== connection.database) {
      const pool = new Pool(connection);
      await pool.query(`CREATE DATABASE ${database}`);
      await pool.end();
    }
    await ledger.#pool.query('CREATE TABLE effects (operation text, pid integer)');
    return ledger;
  }

  private constructor(connection: object) {
    this.connection = connection;
    this.#pool = new Pool(connection);
  }

  /** Returns how often each operation took effect whose name begins with a prefix and a slash. */
  async count(prefix: string): Promise<ReadonlyMap<string, number>> {
    const { rows } = await this.#pool.query<{ operation: string; times: number }>(
      'SELECT operation, count(*)::int AS times FROM effects WHERE starts_with(operation, $1) GROUP BY operation',
      [`${prefix}/`],
    );
    return new Map(rows.map(({ operation, times }) => [operation, times]));
  }

  async close(): Promise<void> {
    await this.#pool.end();
  }
}
