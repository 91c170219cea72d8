import type { PGlite } from '@electric-sql/pglite';

/** What a handler needs of the database. */
export interface Queries {
  query<Row>(sql: string, params?: readonly unknown[]): Promise<readonly Row[]>;
}

export interface Person {
  readonly id: number;
  readonly name: string;
  readonly photo: Uint8Array | null;
}

/** Returns the queries of PGlite, or of one of its transactions. */
export function queriesOf(database: Pick<PGlite, 'query'>): Queries {
  return {
    query: async <Row>(sql: string, params: readonly unknown[] = []) =>
      (await database.query<Row>(sql, [...params])).rows,
  };
}

/** Returns a person by its key, if there is one. */
export async function find(rows: Queries, id: string | undefined): Promise<Person | undefined> {
  const [person] = await rows.query<Person>('SELECT id, name, photo FROM people WHERE id = $1', [id]);
  return person;
}

/** What a photo holds: bytes of every kind, that no text has. */
export const PHOTO = Uint8Array.from([
  0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0xff, 0xfe, 0x2d, 0x2d,
]);

/** Creates the tables anew: two people, the first with a photo. */
export async function createPeople(database: PGlite): Promise<void> {
  await database.exec(`
    DROP TABLE IF EXISTS orders, people;
    CREATE TABLE people (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL, photo bytea);
    CREATE TABLE orders (no int PRIMARY KEY, person int NOT NULL REFERENCES people ON DELETE CASCADE);
  `);
  await database.query('INSERT INTO people (name, photo) VALUES ($1, $2), ($3, NULL)', [
    'Zoë 😀',
    PHOTO,
    'Bo',
  ]);
}
