import { createMultistatus, type MultistatusBuilder, sendMultistatus } from '@multistatus/express';
import { Router } from 'express';
import type { Database } from './database.js';
import { found } from './problem.js';
import type { Queries } from './queries.js';
import { bodyReader, readId, TITLE } from './read-request.js';

/** An album, as in the table and on the wire. */
export interface Album {
  readonly id: number;
  readonly title: string;
}

const readAlbum = bodyReader<Pick<Album, 'title'>>({
  type: 'object',
  properties: { title: TITLE },
  required: ['title'],
  additionalProperties: false,
});

/** Creates the routes of albums. */
export function albums(database: Database): Router {
  const router = Router();

  router.get('/albums', async (req, res) => {
    res.json(await database.of(req).query<Album>('SELECT id, title FROM albums ORDER BY id'));
  });

  router.post('/albums', async (req, res) => {
    const { title } = readAlbum(req.body);
    const sql = 'INSERT INTO albums (title) VALUES ($1) RETURNING id, title';
    const album = found(await database.of(req).query<Album>(sql, [title]), 'new album');
    res.status(201).location(`/albums/${album.id}`).json(album);
  });

  router.get('/albums/:id', async (req, res) => {
    const id = readId(req.params.id);
    const sql = 'SELECT id, title FROM albums WHERE id = $1';
    res.json(found(await database.of(req).query<Album>(sql, [id]), `album ${id}`));
  });

  router.patch('/albums/:id', async (req, res) => {
    const id = readId(req.params.id);
    const { title } = readAlbum(req.body);
    const sql = 'UPDATE albums SET title = $2 WHERE id = $1 RETURNING id, title';
    res.json(found(await database.of(req).query<Album>(sql, [id, title]), `album ${id}`));
  });

  // Like a DELETE of a WebDAV collection (RFC 4918 section 9.6.1): delete what can be deleted, and report what remains.
  router.delete('/albums/:id', async (req, res) => {
    const id = readId(req.params.id);
    const queries = database.of(req);
    found(await queries.query('SELECT id FROM albums WHERE id = $1', [id]), `album ${id}`);
    await queries.query('DELETE FROM photos WHERE album_id = $1 AND NOT locked', [id]);
    // The check is part of the statement: if it came first, other operations could lock a photo in between.
    const sql = `DELETE FROM albums WHERE id = $1
      AND NOT EXISTS (SELECT FROM photos WHERE album_id = $1) RETURNING id`;
    const deleted = await queries.query(sql, [id]);
    if (deleted.length > 0) res.status(204).end();
    else await sendMultistatus(req, res, reportOf(await keptPhotos(id, queries)));
  });

  return router;
}

async function keptPhotos(albumId: number, queries: Queries): Promise<readonly string[]> {
  const sql = 'SELECT id FROM photos WHERE album_id = $1 ORDER BY id';
  const photos = await queries.query<{ readonly id: number }>(sql, [albumId]);
  return photos.map(({ id }) => `/photos/${id}`);
}

/** Reports the locked photos. The album needs no response of its own: these imply that it remains. */
function reportOf(lockedPhotos: readonly string[]): MultistatusBuilder {
  const report = createMultistatus();
  for (const href of lockedPhotos) {
    const lock = { name: '{DAV:}lock-token-submitted', children: [{ name: '{DAV:}href', children: [href] }] };
    report.response({ href, status: 423, error: lock });
  }
  return report;
}
