import { rejectUnknownOptions } from '@multistatus/core/adapter';
import { recordTablesSql } from './record-tables.js';

/** The part of a client that the store needs: a `Pool` of pg, or a `PGlite`. */
export interface PostgresClient {
  /** Runs a statement, with `$1`, `$2`... bound to `values`. A pool runs each on any of its connections. */
  query(text: string, values?: unknown[]): Promise<{ readonly rows: unknown[] }>;
  /** Of a pool: the store ignores the loss of an idle connection, which would end the process otherwise. */
  on?(event: 'error', listener: () => void): unknown;
  /** Of a pool: the listeners that `on` has added, so that none is added twice. */
  listeners?(event: 'error'): unknown[];
}

/** Where the tables are. */
export interface PostgresTablesOptions {
  /**
   * The schema of the tables: lower-case letters, digits and `_`. It should have no other tables.
   *
   * @defaultValue `multistatus`
   */
  readonly schema?: string | undefined;
}

/** The version of the tables that this library reads and writes. */
export const TABLES_VERSION = 2;

/**
 * Creates the tables of {@link postgresStore} if they do not exist. Several processes may call it at once.
 *
 * @example
 * ```ts
 * const pool = new Pool();
 * await createTables(pool);
 * const store = postgresStore(pool);
 * ```
 *
 * @throws {TypeError} if `client` is not a client, for an unknown option, or if `schema` is not a name as
 *   {@link PostgresTablesOptions} requires it
 */
export async function createTables(
  client: PostgresClient,
  options: PostgresTablesOptions = {},
): Promise<void> {
  checkClient('createTables', client);
  await client.query(tablesSql(options));
}

/**
 * Returns the statement that {@link createTables} runs, for a migration.
 *
 * @throws {TypeError} for an unknown option, or if `schema` is not a name as {@link PostgresTablesOptions} requires it
 */
export function tablesSql(options: PostgresTablesOptions = {}): string {
  const schema = schemaOf(options);
  // IF NOT EXISTS fails if another process creates the same at the same time. CREATE SCHEMA also needs a privilege, even if the
  // schema exists.
  return `DO $$ BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('multistatus journal'));
  IF to_regnamespace('${schema}') IS NULL THEN CREATE SCHEMA ${schema}; END IF;
  IF to_regclass('${schema}.meta') IS NOT NULL THEN RETURN; END IF;

  CREATE TABLE ${schema}.meta (version int NOT NULL, instance uuid NOT NULL);
  INSERT INTO ${schema}.meta VALUES (${TABLES_VERSION}, gen_random_uuid());

  -- Each write updates one row. No index has a column that it changes, so that no index is updated.
  CREATE TABLE ${schema}.entries (
    ref text COLLATE "C" PRIMARY KEY,
    id bigint GENERATED ALWAYS AS IDENTITY,
    owner uuid NOT NULL,
    former_owners uuid[] NOT NULL DEFAULT '{}',
    sequence bigint,
    lease_end timestamptz NOT NULL,
    expiry timestamptz NOT NULL,
    first_expiry timestamptz NOT NULL,
    total bigint,
    fingerprint text NOT NULL,
    about text NOT NULL,
    in_flight text NOT NULL DEFAULT ''
  ) WITH (fillfactor = 50);
  CREATE INDEX entries_first_expiry ON ${schema}.entries (first_expiry);

  -- What transactions lock: writes of the owner do not change it.
  CREATE TABLE ${schema}.owners (entry bigint PRIMARY KEY, owner uuid NOT NULL);

  CREATE TABLE ${schema}.outcomes (
    entry bigint NOT NULL,
    unit int NOT NULL,
    outcome text NOT NULL,
    PRIMARY KEY (entry, unit)
  );
${recordTablesSql(schema)}
END $$`;
}

/** Returns the schema of the tables, which is safe to write into SQL as it is. */
export function schemaOf(options: PostgresTablesOptions): string {
  rejectUnknownOptions('PostgresTablesOptions', options, { known: ['schema'] });
  const { schema = 'multistatus' } = options;
  if (/^[a-z_][a-z0-9_]{0,62}$/.test(schema)) return schema;
  throw new TypeError(
    `schema must have 1 to 63 lower-case letters, digits and _, and not begin with a digit, got ${JSON.stringify(schema)}`,
  );
}

/** Throws a TypeError for something that is not a client, such as the URL of a database. `caller` is named in the message. */
export function checkClient(caller: string, client: PostgresClient): void {
  if (typeof (client as PostgresClient | undefined)?.query !== 'function')
    throw new TypeError(`${caller} needs a Pool of pg, or a PGlite`);
}
