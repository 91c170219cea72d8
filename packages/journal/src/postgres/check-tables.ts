import { type PostgresClient, TABLES_VERSION } from './tables.js';

/**
 * Returns the UUID of the tables.
 *
 * @throws {Error} that says what to do, if they are missing or have another version
 */
export async function checkTables(client: PostgresClient, schema: string): Promise<string> {
  const { rows: tables } = await client.query(`SELECT to_regclass('${schema}.meta') IS NOT NULL AS exists`);
  if (!(tables as { exists: boolean }[])[0]?.exists) {
    throw new Error(
      `The tables of the journal do not exist in the schema ${schema}: call createTables, or run what tablesSql returns`,
    );
  }
  const { rows } = await client.query(`SELECT version, instance::text FROM ${schema}.meta`);
  const [{ version, instance } = { version: 0, instance: '' }] = rows as {
    version: number;
    instance: string;
  }[];
  if (version === TABLES_VERSION) return instance;
  throw new Error(
    version < TABLES_VERSION
      ? `The tables in the schema ${schema} have version ${version}, from an older version of @multistatus/journal; this one needs ` +
          `${TABLES_VERSION}. Entries cannot be migrated: drop the schema while no request with a key runs, and call createTables`
      : `The tables in the schema ${schema} have version ${version}, from a newer version of @multistatus/journal; this one needs ` +
          `${TABLES_VERSION}: update it in this process`,
  );
}
