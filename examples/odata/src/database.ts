import { PGlite } from '@electric-sql/pglite';
import { getOperation } from '@multistatus/express';
import type { PgliteTransaction } from '@multistatus/transactions/pglite';
import type { Row, RunSql } from './read-entities.js';

const SCHEMA = `
  CREATE TABLE "People" (
    "ID"    integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    "Name"  text NOT NULL,
    "City"  text,
    version integer NOT NULL DEFAULT 1
  );
  CREATE TABLE "Orders" (
    "ID"       integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    "PersonID" integer NOT NULL REFERENCES "People" ON DELETE CASCADE,
    "Product"  text NOT NULL,
    "Quantity" integer NOT NULL,
    "Sent"     boolean NOT NULL DEFAULT false,
    version    integer NOT NULL DEFAULT 1
  );`;

const SAMPLES = `
  INSERT INTO "People" ("Name", "City") VALUES
    ('Ana Souza', 'Lisboa'),
    ('Jürgen Groß', 'Köln'),
    ('Zoë Ångström', 'Malmö');
  INSERT INTO "Orders" ("PersonID", "Product", "Quantity", "Sent") VALUES
    (1, 'Lamp', 2, false),
    (1, 'Desk', 1, true),
    (2, 'Chair', 4, false),
    (3, 'Shelf', 3, false),
    (3, 'Rug', 1, false);`;

/** Opens a PostgreSQL embedded in this process, in memory, with three people and five orders. */
export async function openDatabase(): Promise<PGlite> {
  const database = await PGlite.create();
  await database.exec(SCHEMA);
  await restoreSamples(database);
  return database;
}

/** Deletes everything, and adds the samples again under their own numbers. */
export async function restoreSamples(database: PGlite): Promise<void> {
  await database.exec(`TRUNCATE "People", "Orders" RESTART IDENTITY; ${SAMPLES}`);
}

/**
 * Returns how a request runs its statements: in the transaction of its changeset if it belongs to one. A handler must use
 * nothing else: PGlite has one connection, and another statement would wait for the end of the changeset.
 */
export function runOf(database: PGlite, req: object): RunSql {
  const transaction = getOperation(req)?.transaction as PgliteTransaction | undefined;
  return async (sql, params = []) => (await (transaction ?? database).query<Row>(sql, [...params])).rows;
}
