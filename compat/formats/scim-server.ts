import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { batch as expressBatch } from '@multistatus/express';
import { batch as koaBatch } from '@multistatus/koa';
import express, { type Express } from 'express';
import { scimBulk } from 'formats/scim-bulk';
import Koa from 'koa';
import SCIMMY from 'scimmy';
import SCIMMYRouters from 'scimmy-routers';

/** A user or a group: the types of scimmy demand the name of each. */
interface Resource {
  readonly id: string;
  readonly userName: string;
  readonly displayName: string;
  readonly [attribute: string]: unknown;
}

/** What scimmy stores, by id: its handlers are those of the whole process. Names are distinct. Emptied before each request. */
const stored = new Map<string, Resource>();

const isTaken = (name: string, value: unknown, id: string | undefined): boolean =>
  [...stored.values()].some((each) => each[name] === value && each.id !== id);

function notFound(id: string | undefined): Error {
  return new SCIMMY.Types.Error(404, '', `${id} not found`);
}

/** Returns the functions through which scimmy reads and writes resources with this name. */
function handlersFor(name: 'userName' | 'displayName') {
  return {
    write: (resource: { id?: string }, data: object): Resource => {
      const { id = `${name}-${stored.size + 1}` } = resource;
      const written = { ...data, id } as Resource;
      if (resource.id !== undefined && !stored.has(id)) throw notFound(id);
      if (isTaken(name, written[name], id))
        throw new SCIMMY.Types.Error(409, 'uniqueness', `${name} is taken`);
      stored.set(id, written);
      return written;
    },
    read: ({ id }: { id?: string }): Resource => {
      const found = stored.get(id ?? '');
      if (found === undefined) throw notFound(id);
      return found;
    },
    remove: ({ id }: { id?: string }): void => {
      if (!stored.delete(id ?? '')) throw notFound(id);
    },
  };
}

const users = handlersFor('userName');
SCIMMY.Resources.declare(SCIMMY.Resources.User).ingress(users.write).egress(users.read).degress(users.remove);
const groups = handlersFor('displayName');
SCIMMY.Resources.declare(SCIMMY.Resources.Group)
  .ingress(groups.write)
  .egress(groups.read)
  .degress(groups.remove);

/** Creates the SCIM API of scimmy-routers, with its own `/scim/Bulk`. */
export function createScimmy(): Express {
  const app = express();
  const routers = new SCIMMYRouters({ type: 'bearer', handler: () => 'anyone' });
  SCIMMY.Config.set({ bulk: { supported: true, maxOperations: 10 } });
  app.use('/scim', routers as unknown as RequestListener);
  return app;
}

const OPTIONS = { formats: [scimBulk()], limits: { maxOperations: 10 } };

/** The servers by what answers `/scim/Bulk`: scimmy itself, or `scimBulk()` in front of it. */
export const servers: Readonly<Record<'scimmy' | 'Express 5' | 'Koa 3', () => RequestListener>> = {
  scimmy: createScimmy,
  'Express 5': () => express().use('/scim/Bulk', expressBatch(OPTIONS)).use(createScimmy()),
  'Koa 3': () => {
    const scimmy = createScimmy();
    const app = new Koa();
    app.use(koaBatch({ ...OPTIONS, path: '/scim/Bulk' }));
    app.use((ctx) => {
      ctx.respond = false;
      ctx.res.statusCode = 200;
      scimmy(ctx.req, ctx.res);
    });
    return app.callback() as RequestListener;
  },
};

/** The answer to a bulk request. */
export interface BulkAnswer {
  readonly status: number;
  readonly body: {
    readonly schemas: readonly string[];
    readonly detail?: string;
    readonly Operations?: readonly {
      readonly method: string;
      readonly bulkId?: string;
      readonly location?: string;
      readonly status: string;
      readonly response?: { readonly schemas: readonly string[] };
    }[];
  };
  /** The ids of what is stored afterwards. */
  readonly stored: readonly string[];
}

/** Sends a bulk request to a server of its own, which has one user: `ada`, with the id `userName-1`. */
export async function sendBulk(create: () => RequestListener, request: object): Promise<BulkAnswer> {
  stored.clear();
  stored.set('userName-1', {
    schemas: [SCIMMY.Schemas.User.id],
    id: 'userName-1',
    userName: 'ada',
  } as unknown as Resource);
  const server = createServer(create());
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const response = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/scim/Bulk`, {
    method: 'POST',
    headers: { 'content-type': 'application/scim+json', connection: 'close' },
    body: JSON.stringify(request),
  });
  const body = (await response.json()) as BulkAnswer['body'];
  server.close();
  await once(server, 'close');
  return { status: response.status, body, stored: [...stored.keys()] };
}
