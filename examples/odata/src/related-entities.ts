import type { PGlite } from '@electric-sql/pglite';
import { Router } from 'express';
import { runOf } from './database.js';
import { FOREIGN_KEY, ORDERS, PEOPLE } from './entity-types.js';
import { countEntities, type Entity, readEntities, readEntity, toEntity } from './read-entities.js';
import { readQuery } from './read-query.js';
import { readValues } from './read-values.js';
import { contextOf, idOf, sendCreated, sendEntity } from './send-entity.js';
import { insertEntity } from './write-entities.js';

const ORDERS_OF_PERSON = /^\/People\(\d{1,9}\)\/Orders$/;

/** Creates the routes of what an entity leads to: `/People(1)/Orders` and `/Orders(1)/Person`. */
export function relatedEntities(database: PGlite): Router {
  const router = Router();

  router.get(ORDERS_OF_PERSON, async (req, res) => {
    const run = runOf(database, req);
    const query = readQuery(ORDERS, req.query);
    const { ID } = await readEntity(run, readQuery(PEOPLE, {}), idOf(req));
    const where = { column: FOREIGN_KEY, value: Number(ID) };
    const count = query.hasCount ? await countEntities(run, query, where) : undefined;
    const value = await readEntities(run, query, where);
    res.json({ '@odata.context': contextOf(req, ORDERS), '@odata.count': count, value });
  });

  // In a changeset, the URL may be `$1/Orders`: of the person whom request 1 creates.
  router.post(ORDERS_OF_PERSON, async (req, res) => {
    const run = runOf(database, req);
    const query = readQuery(ORDERS, req.query);
    const values = readValues(ORDERS, { ...req.body, [FOREIGN_KEY]: idOf(req) }, { isNew: true });
    const row = await insertEntity(run, ORDERS, values);
    const entity = await toEntity(run, query, row);
    sendCreated(req, res, { type: ORDERS, entity });
  });

  router.get(/^\/Orders\(\d{1,9}\)\/Person$/, async (req, res) => {
    const expand = readQuery(PEOPLE, req.query);
    const query = { ...readQuery(ORDERS, {}), expand };
    const { Person } = await readEntity(runOf(database, req), query, idOf(req));
    sendEntity(req, res, { type: PEOPLE, entity: Person as Entity });
  });

  return router;
}
