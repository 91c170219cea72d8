import type { AuditedDatabase } from './audited-database.js';

/** How many rows `accounts` has, from 1. */
export const ACCOUNTS = 4;

const STATEMENTS = [
  'DROP TABLE IF EXISTS effects, accounts',
  'CREATE TABLE effects (mark text NOT NULL)',
  'CREATE TABLE accounts (id integer PRIMARY KEY, balance integer NOT NULL)',
  `INSERT INTO accounts SELECT id, 0 FROM generate_series(1, ${ACCOUNTS}) id`,
  // What fails at COMMIT: a row whose mark ends so.
  `CREATE OR REPLACE FUNCTION at_commit() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
     IF NEW.mark LIKE '% refused at commit' THEN RAISE EXCEPTION 'injected'; END IF;
     IF NEW.mark LIKE '% killed at commit' THEN PERFORM pg_terminate_backend(pg_backend_pid()); END IF;
     RETURN NULL;
   END $$`,
  `CREATE CONSTRAINT TRIGGER at_commit AFTER INSERT ON effects DEFERRABLE INITIALLY DEFERRED
     FOR EACH ROW EXECUTE FUNCTION at_commit()`,
];

/** Creates the tables of the audit, empty. */
export async function createTables(database: Pick<AuditedDatabase, 'run'>): Promise<void> {
  for (const statement of STATEMENTS) await database.run(undefined, statement);
}
