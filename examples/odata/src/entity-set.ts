import type { PGlite } from '@electric-sql/pglite';
import { Router } from 'express';
import { runOf } from './database.js';
import type { EntityType } from './entity-types.js';
import { countEntities, readEntities, readEntity, toEntity } from './read-entities.js';
import { readQuery } from './read-query.js';
import { readValues } from './read-values.js';
import { contextOf, idOf, sendCreated, sendEntity } from './send-entity.js';
import { deleteEntity, insertEntity, updateEntity } from './write-entities.js';

/** Creates the routes of an entity set: `/People` and `/People(1)`. */
export function entitySet(database: PGlite, type: EntityType): Router {
  const router = Router();
  const single = new RegExp(`^/${type.set}\\(\\d{1,9}\\)$`);

  router.get(`/${type.set}`, async (req, res) => {
    const run = runOf(database, req);
    const query = readQuery(type, req.query);
    const count = query.hasCount ? await countEntities(run, query) : undefined;
    const value = await readEntities(run, query);
    res.json({ '@odata.context': contextOf(req, type), '@odata.count': count, value });
  });

  router.post(`/${type.set}`, async (req, res) => {
    const run = runOf(database, req);
    const query = readQuery(type, req.query);
    const row = await insertEntity(run, type, readValues(type, req.body, { isNew: true }));
    sendCreated(req, res, { type, entity: await toEntity(run, query, row) });
  });

  router.get(single, async (req, res) => {
    const query = readQuery(type, req.query);
    sendEntity(req, res, { type, entity: await readEntity(runOf(database, req), query, idOf(req)) });
  });

  router.patch(single, async (req, res) => {
    const run = runOf(database, req);
    const query = readQuery(type, req.query);
    const values = readValues(type, req.body, { isNew: false });
    const row = await updateEntity(run, { type, id: idOf(req), ifMatch: req.get('If-Match') }, values);
    sendEntity(req, res, { type, entity: await toEntity(run, query, row) });
  });

  router.delete(single, async (req, res) => {
    await deleteEntity(runOf(database, req), { type, id: idOf(req), ifMatch: req.get('If-Match') });
    res.status(204).end();
  });

  return router;
}
