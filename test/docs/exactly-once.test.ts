import { testPage } from './run-page.js';

/** Refuses an outcome that is not written by the transaction that has inserted a note. */
const TRIGGER = `CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF NOT EXISTS (SELECT FROM notes WHERE xmin = pg_current_xact_id()::xid) THEN RAISE 'outside'; END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER outside BEFORE INSERT ON multistatus.outcomes FOR EACH ROW EXECUTE FUNCTION refuse()`;

const CREATED = 'await createTables(database);';

testPage('docs/recipes/exactly-once.md', {
  prepare: (program) => program.replace(CREATED, () => `${CREATED}\nawait database.exec(\`${TRIGGER}\`);`),
  close: "journal.close(); if (typeof database !== 'undefined') await database.close();",
});
