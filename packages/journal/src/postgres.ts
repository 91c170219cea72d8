import type { BatchStore } from './batch-store.js';
import { PostgresStore } from './postgres/postgres-store.js';
import { checkClient, type PostgresClient, type PostgresTablesOptions, schemaOf } from './postgres/tables.js';

export {
  createTables,
  type PostgresClient,
  type PostgresTablesOptions,
  tablesSql,
} from './postgres/tables.js';

/**
 * Creates a store in PostgreSQL 13 or later, through a `Pool` of [pg](https://node-postgres.com) 8, or in a
 * [PGlite](https://pglite.dev). Its tables must exist: see {@link createTables}.
 *
 * What the server loses when it crashes may run again: with its defaults nothing, with `synchronous_commit` off the last moments.
 *
 * @example
 * ```ts
 * const pool = new Pool();
 * await createTables(pool);
 * const journal = createJournal({ store: postgresStore(pool), identify: (req: Request) => req.user?.id });
 * ```
 *
 * @throws {TypeError} if `client` is not a client, for an unknown option, or if `schema` is not a name as
 *   {@link PostgresTablesOptions} requires it
 */
export function postgresStore(client: PostgresClient, options: PostgresTablesOptions = {}): BatchStore {
  checkClient('postgresStore', client);
  return new PostgresStore(client, schemaOf(options));
}
