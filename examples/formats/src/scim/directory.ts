import express, { type Response, Router } from 'express';
import { ERROR_URN } from './schemas.js';

type Attributes = Readonly<Record<string, unknown>>;

interface Resource extends Attributes {
  readonly id: string;
  readonly meta: { readonly location: string; readonly version: string };
}

/** The attribute that names a resource of a type. */
const NAME_OF: Readonly<Record<string, string>> = { Users: 'userName', Groups: 'displayName' };

/** Creates a SCIM API of users and groups (RFC 7644), as much of one as the README needs. It keeps them in memory. */
export function directory(): Router {
  const resources = new Map<string, Resource>();
  let lastId = 0;
  const store = (location: string, attributes: Attributes, version: number): Resource => {
    const id = location.slice(location.lastIndexOf('/') + 1);
    const resource = { ...attributes, id, meta: { location, version: `W/"${version}"` } };
    resources.set(location, resource);
    return resource;
  };

  const router = Router();
  router.use(express.json({ type: 'application/scim+json' }));

  router.post('/:type', (req, res) => {
    const { type } = req.params;
    const attributes = req.body as Attributes;
    const name = NAME_OF[type] ?? '';
    const isTaken = [...resources.values()].some((each) => each[name] === attributes[name]);
    if (name === '') return fail(res, 404, `There is no resource type ${type}.`);
    if (typeof attributes[name] !== 'string') return fail(res, 400, `A resource of ${type} needs a ${name}.`);
    if (isTaken) return fail(res, 409, `The ${name} ${attributes[name]} is taken.`);
    lastId += 1;
    const resource = store(`${req.baseUrl}/${type}/${lastId}`, attributes, 1);
    send(res.status(201).location(resource.meta.location), resource);
  });

  router.use('/:type/:id', (req, res, next) => {
    const resource = resources.get(req.baseUrl);
    const expected = req.get('if-match');
    if (resource === undefined) return fail(res, 404, `There is nothing at ${req.baseUrl}.`);
    if (expected !== undefined && expected !== resource.meta.version)
      return fail(res, 412, `The version of ${req.baseUrl} is ${resource.meta.version}.`);
    res.locals['resource'] = resource;
    next();
  });

  router.get('/:type/:id', (_req, res) => {
    send(res, res.locals['resource'] as Resource);
  });

  router.put('/:type/:id', (req, res) => {
    const { meta } = res.locals['resource'] as Resource;
    send(res, store(meta.location, req.body as Attributes, Number(/\d+/.exec(meta.version)) + 1));
  });

  router.delete('/:type/:id', (_req, res) => {
    const { meta } = res.locals['resource'] as Resource;
    resources.delete(meta.location);
    res.sendStatus(204);
  });
  return router;
}

function send(res: Response, resource: Resource): void {
  res.type('application/scim+json').set('ETag', resource.meta.version).send(JSON.stringify(resource));
}

function fail(res: Response, status: number, detail: string): void {
  const error = { schemas: [ERROR_URN], status: String(status), detail };
  res.status(status).type('application/scim+json').send(JSON.stringify(error));
}
