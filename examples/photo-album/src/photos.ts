import { Router } from 'express';
import type { Database } from './database.js';
import { found, Problem } from './problem.js';
import type { Queries } from './queries.js';
import { bodyReader, readId, TITLE } from './read-request.js';

/** A photo, as on the wire. A locked photo cannot be changed or deleted. */
export interface Photo {
  readonly id: number;
  readonly albumId: number;
  readonly title: string;
  readonly locked: boolean;
}

const COLUMNS = 'id, album_id AS "albumId", title, locked';

const readNewPhoto = bodyReader<Pick<Photo, 'title'> & Partial<Pick<Photo, 'locked'>>>({
  type: 'object',
  properties: { title: TITLE, locked: { type: 'boolean' } },
  required: ['title'],
  additionalProperties: false,
});

const readChange = bodyReader<Partial<Pick<Photo, 'title' | 'locked'>>>({
  type: 'object',
  properties: { title: TITLE, locked: { type: 'boolean' } },
  minProperties: 1,
  additionalProperties: false,
});

/** Creates the routes of photos. */
export function photos(database: Database): Router {
  const router = Router();

  router.post('/albums/:id/photos', async (req, res) => {
    const albumId = readId(req.params.id);
    const { title, locked = false } = readNewPhoto(req.body);
    const sql = `INSERT INTO photos (album_id, title, locked)
      SELECT id, $2, $3::boolean FROM albums WHERE id = $1 RETURNING ${COLUMNS}`;
    const photo = found(
      await database.of(req).query<Photo>(sql, [albumId, title, locked]),
      `album ${albumId}`,
    );
    res.status(201).location(`/photos/${photo.id}`).json(photo);
  });

  router.get('/photos', async (req, res) => {
    res.json(await database.of(req).query<Photo>(`SELECT ${COLUMNS} FROM photos ORDER BY id`));
  });

  router.get('/photos/:id', async (req, res) => {
    const id = readId(req.params.id);
    const sql = `SELECT ${COLUMNS} FROM photos WHERE id = $1`;
    res.json(found(await database.of(req).query<Photo>(sql, [id]), `photo ${id}`));
  });

  router.patch('/photos/:id', async (req, res) => {
    const id = readId(req.params.id);
    const { title = null, locked = null } = readChange(req.body);
    const sql = `UPDATE photos SET title = COALESCE($2, title), locked = COALESCE($3, locked)
      WHERE id = $1 AND NOT locked RETURNING ${COLUMNS}`;
    const queries = database.of(req);
    const [photo] = await queries.query<Photo>(sql, [id, title, locked]);
    res.json(photo ?? (await refuse(id, queries)));
  });

  router.delete('/photos/:id', async (req, res) => {
    const id = readId(req.params.id);
    const sql = 'DELETE FROM photos WHERE id = $1 AND NOT locked RETURNING id';
    const queries = database.of(req);
    const deleted = await queries.query<Pick<Photo, 'id'>>(sql, [id]);
    if (deleted.length === 0) {
      await refuse(id, queries);
    }
    res.status(204).end();
  });

  return router;
}

/** Returns why no unlocked photo has this id: 404 if there is no such photo, 423 if it is locked. */
async function refuse(id: number, queries: Queries): Promise<never> {
  found(await queries.query('SELECT id FROM photos WHERE id = $1', [id]), `photo ${id}`);
  throw new Problem(423, `Photo ${id} is locked.`);
}
