import { type BulkHandler, bulk, type ExpressBatchOptions } from '@multistatus/express';
import type { Request } from 'express';
import type { Database } from './database.js';
import type { Photo } from './photos.js';
import { Problem } from './problem.js';
import { TITLE } from './read-request.js';

/** A change of one photo, as in the list. */
type PhotoChange = Pick<Photo, 'id'> & Partial<Pick<Photo, 'title' | 'locked'>>;

const CHANGE = {
  type: 'object',
  properties: {
    id: { type: 'integer', minimum: 1, maximum: 999_999_999 },
    title: TITLE,
    locked: { type: 'boolean' },
  },
  required: ['id'],
  minProperties: 2,
  additionalProperties: false,
};

/** All changes at once. `before` is the old photo: if there is no new one, the old one is missing or locked. */
const SQL = `
  WITH changes AS (
    SELECT * FROM jsonb_to_recordset($1::jsonb) AS change (id integer, title text, locked boolean)
  ), changed AS (
    UPDATE photos
    SET title = COALESCE(changes.title, photos.title), locked = COALESCE(changes.locked, photos.locked)
    FROM changes WHERE photos.id = changes.id AND NOT photos.locked
    RETURNING photos.id, photos.album_id, photos.title, photos.locked
  )
  SELECT changes.id, changed.album_id AS "albumId", changed.title, changed.locked, before.id AS "was"
  FROM changes LEFT JOIN changed USING (id) LEFT JOIN photos AS before USING (id)`;

type Row = { readonly id: number } & (
  | (Photo & { readonly was: number })
  | { readonly albumId: null; readonly was: number | null }
);

/** Creates the handler of `PATCH /photos`: a list of changes, made in one statement, each answered on its own. */
export function photoChanges(database: Database, journal: ExpressBatchOptions['journal']): BulkHandler {
  return bulk({
    journal,
    item: CHANGE,
    href: ({ id }: PhotoChange) => `/photos/${id}`,
    // Given two changes of the same row, an UPDATE makes only one, and does not say which.
    key: 'id',
    handleMany: async (changes: readonly PhotoChange[], { req }: { req: Request }) => {
      const rows = await database.of(req).query<Row>(SQL, [JSON.stringify(changes)]);
      const byId = new Map(rows.map((row) => [row.id, row]));
      return changes.map(({ id }) => answer(id, byId.get(id)));
    },
    onError: (error) => console.error(error),
  });
}

function answer(id: number, row: Row | undefined): Photo | Problem {
  if (row === undefined || row.was === null) return new Problem(404, `There is no photo ${id}.`);
  if (row.albumId === null) return new Problem(423, `Photo ${id} is locked.`);
  const { albumId, title, locked } = row;
  return { id, albumId, title, locked };
}
