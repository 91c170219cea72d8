import type { Database } from 'photo-album/database';
import { createTables } from 'photo-album/schema';

/** A photo as the audit knows it. */
export interface PhotoRow {
  readonly albumId: number;
  readonly title: string;
  readonly locked: boolean;
}

/** What a title may end with, and what PostgreSQL does then. */
export type Fault =
  /** The statement fails. */
  | 'raise'
  /** Nothing fails until COMMIT. */
  | 'defer'
  /** The statement takes 20 ms, with its locks. */
  | 'nap'
  /** The statement takes longer than an operation may. */
  | 'sleep'
  /** The connection breaks. */
  | 'kill'
  /** The connection breaks during COMMIT. */
  | 'kill later';

/** How long `sleep` takes, in milliseconds. */
export const SLEEP_MS = 900;

const TRIGGERS = [
  `CREATE FUNCTION do_fault() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
     CASE
       WHEN NEW.title LIKE '% raise' THEN RAISE EXCEPTION 'injected';
       WHEN NEW.title LIKE '% nap' THEN PERFORM pg_sleep(0.02);
       WHEN NEW.title LIKE '% sleep' THEN PERFORM pg_sleep(${SLEEP_MS / 1000});
       WHEN NEW.title LIKE '% kill' THEN PERFORM pg_terminate_backend(pg_backend_pid());
       ELSE NULL;
     END CASE;
     RETURN NEW;
   END $$`,
  `CREATE FUNCTION do_late_fault() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
     IF NEW.title LIKE '% defer' THEN RAISE EXCEPTION 'injected, late'; END IF;
     IF NEW.title LIKE '% kill later' THEN PERFORM pg_terminate_backend(pg_backend_pid()); END IF;
     RETURN NULL;
   END $$`,
  'CREATE TRIGGER fault BEFORE INSERT OR UPDATE ON photos FOR EACH ROW EXECUTE FUNCTION do_fault()',
  `CREATE CONSTRAINT TRIGGER late_fault AFTER INSERT OR UPDATE ON photos DEFERRABLE INITIALLY DEFERRED
     FOR EACH ROW EXECUTE FUNCTION do_late_fault()`,
];

/** Returns the number of the album of a batch; no other batch uses it. */
export function seedAlbum(batch: number): number {
  return 1_000_000 + batch;
}

/** Returns the numbers of the photos in that album; several operations write those of `shared` at the same time. */
export function seedPhotos(batch: number): { free: number[]; locked: number; shared: number[] } {
  const first = 1_000_000 + batch * 10;
  return { free: [first, first + 1, first + 2], locked: first + 3, shared: [first + 4, first + 5] };
}

/** Returns the title that a row has before a batch. */
export function seedTitle(batch: number): string {
  return `batch-${batch}-seed`;
}

/** Creates the tables, the faults, and for each batch from 0 an album with photos. */
export async function seedRows(database: Database, batches: number): Promise<void> {
  await createTables(database);
  for (const statement of TRIGGERS) await database.query(statement);
  await database.query(
    `INSERT INTO albums (id, title) SELECT 1000000 + batch, 'batch-' || batch || '-seed'
       FROM generate_series(0, $1::integer - 1) batch`,
    [batches],
  );
  await database.query(
    `INSERT INTO photos (id, album_id, title, locked)
       SELECT 1000000 + batch * 10 + place, 1000000 + batch, 'batch-' || batch || '-seed', place = 3
       FROM generate_series(0, $1::integer - 1) batch, generate_series(0, 5) place`,
    [batches],
  );
}
