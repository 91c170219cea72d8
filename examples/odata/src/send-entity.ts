import type { Request, Response } from 'express';
import type { EntityType } from './entity-types.js';
import type { Entity } from './read-entities.js';

/** Returns the ID in the path of a request: 7 of `/People(7)/Orders`. */
export function idOf(req: Request): number {
  return Number(/\((\d+)\)/.exec(req.path)?.[1]);
}

/** Returns the URL of the description of what is in an answer. */
export function contextOf(req: Request, { set }: EntityType): string {
  return `${req.baseUrl}/$metadata#${set}`;
}

/** Answers with one entity and its ETag. */
export function sendEntity(
  req: Request,
  res: Response,
  { type, entity }: { type: EntityType; entity: Entity },
): void {
  res.set('ETag', entity['@odata.etag']);
  res.json({ '@odata.context': `${contextOf(req, type)}/$entity`, ...entity });
}

/** Answers with an entity that has just been created, and with its URL: `$1` in the rest of a changeset. */
export function sendCreated(
  req: Request,
  res: Response,
  created: { type: EntityType; entity: Entity },
): void {
  const { type, entity } = created;
  sendEntity(req, res.status(201).location(`${req.baseUrl}/${type.set}(${String(entity.ID)})`), created);
}
