import type { PGlite } from '@electric-sql/pglite';
import express, { Router } from 'express';
import { entitySet } from './entity-set.js';
import { ORDERS, PEOPLE } from './entity-types.js';
import { METADATA } from './metadata.js';
import { noSuchResource, writeError } from './odata-error.js';
import { relatedEntities } from './related-entities.js';

/** Creates the OData service, without its batches: what an Express app has anyway. */
export function service(database: PGlite): Router {
  const router = Router();
  router.use((_req, res, next) => {
    res.set('OData-Version', '4.0');
    next();
  });
  router.use(express.json());

  router.get('/', (req, res) => {
    const value = [PEOPLE, ORDERS].map(({ set }) => ({ name: set, kind: 'EntitySet', url: set }));
    res.json({ '@odata.context': `${req.baseUrl}/$metadata`, value });
  });
  router.get('/\\$metadata', (_req, res) => {
    res.type('application/xml').send(METADATA);
  });
  router.use(entitySet(database, PEOPLE), entitySet(database, ORDERS), relatedEntities(database));
  router.use(noSuchResource, writeError);
  return router;
}
