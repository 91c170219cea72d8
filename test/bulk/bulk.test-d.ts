// Compiled, never run: the type of an item follows from its schema, and the context has the framework's own request.
import Router from '@koa/router';
import { respondAsync } from '@multistatus/async';
import { memoryQueue } from '@multistatus/async/memory';
import {
  type BulkHandler,
  created,
  type ExpressBulkOptions,
  bulk as expressBulk,
  type ItemContext,
  type JobRequest,
  respond,
} from '@multistatus/express';
import { createJournal } from '@multistatus/journal';
import { memoryStore } from '@multistatus/journal/memory';
import { type BulkMiddleware, type KoaBulkOptions, bulk as koaBulk } from '@multistatus/koa';
import { Ajv, type JSONSchemaType } from 'ajv';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { Ajv2020 } from 'ajv/dist/2020.js';
import express from 'express';
import express4 from 'express4';
import Koa from 'koa';
import Koa2 from 'koa2';
import * as v from 'valibot';
import { z } from 'zod';

interface Photo {
  readonly id: number;
  readonly title?: string;
}

const PHOTO: JSONSchemaType<{ id: number; title?: string }> = {
  type: 'object',
  required: ['id'],
  properties: { id: { type: 'integer' }, title: { type: 'string', nullable: true } },
};
const PLAIN = { type: 'object', properties: { id: { type: 'integer' } } } as const;
const ZOD = z.object({ id: z.coerce.number(), taken: z.string().transform((text) => new Date(text)) });
const VALIBOT = v.object({ id: v.number(), tags: v.array(v.string()) });

/** A validator of one's own, whose results have the types that the compiler infers. */
function validatorOf<T>(isValid: (value: unknown) => value is T) {
  return {
    '~standard': {
      version: 1 as const,
      vendor: 'album',
      types: undefined as { input: T; output: T } | undefined,
      async validate(value: unknown) {
        if (isValid(value)) return { value };
        return { issues: [{ message: 'is not valid', path: ['id'] }] };
      },
    },
  };
}
const OWN = validatorOf((value): value is { id: number } => Number.isInteger((value as { id?: unknown }).id));
const UNTYPED = {
  '~standard': {
    version: 1 as const,
    vendor: 'album',
    validate(value: unknown) {
      return value === 7 ? { value } : { issues: [{ message: 'is not 7' }] };
    },
  },
};

type IsExactly<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;
function holds<_Fact extends true>(): void {}

/** The item is what the schema says. */
export function inferItems(): BulkHandler[] {
  return [
    expressBulk({
      item: PHOTO,
      href: (photo, index) => `/photos/${photo.id.toFixed(index)}`,
      handle: (photo) => {
        holds<IsExactly<typeof photo, { id: number; title?: string }>>();
        return photo.title?.trim();
      },
    }),
    expressBulk({
      item: ZOD,
      href: ({ id }) => `/photos/${id.toFixed()}`,
      handle: (photo) => {
        holds<IsExactly<typeof photo, { id: number; taken: Date }>>();
        return created('/photos/1', photo.taken.getTime());
      },
    }),
    expressBulk({
      item: VALIBOT,
      handle: async (photo) => {
        holds<IsExactly<typeof photo, { id: number; tags: string[] }>>();
        return respond({ status: 202, headers: { etag: '"7"' } });
      },
    }),
    expressBulk({
      item: OWN,
      handle: (photo) => {
        holds<IsExactly<typeof photo, { id: number }>>();
        return photo.id;
      },
    }),
    expressBulk({
      item: UNTYPED,
      handle: (photo) => {
        holds<IsExactly<typeof photo, number>>();
        return photo.toFixed();
      },
    }),
    expressBulk({
      item: ZOD.optional(),
      handle: (photo) => {
        holds<IsExactly<typeof photo, { id: number; taken: Date } | undefined>>();
      },
    }),
    expressBulk({ item: PLAIN, handle: (photo: Photo) => photo.id }),
    expressBulk<Photo>({ item: PLAIN, handle: (photo) => photo.id, href: ({ id }) => `/photos/${id}` }),
    expressBulk({
      item: PLAIN,
      handle: (photo) => {
        holds<IsExactly<typeof photo, unknown>>();
      },
    }),
    expressBulk({
      item: ZOD,
      handleMany: async (photos) => {
        holds<IsExactly<typeof photos, readonly { id: number; taken: Date }[]>>();
        return photos.map(({ taken }) => taken);
      },
    }),
    expressBulk({
      item: ZOD,
      // @ts-expect-error: no such member of the item
      handle: (photo) => photo.colour,
    }),
    expressBulk({
      item: PHOTO,
      // @ts-expect-error: an href is a text
      href: (photo) => photo.id,
      handle: () => undefined,
    }),
    expressBulk({
      item: ZOD,
      // @ts-expect-error: no list
      handleMany: () => 7,
    }),
    // @ts-expect-error: no such option
    expressBulk({ item: PLAIN, handle: () => undefined, maxItem: 7 }),
    // @ts-expect-error: no schema
    expressBulk({ item: 'object', handle: () => undefined }),
    expressBulk({ item: PLAIN, handle: () => undefined, ajv: new Ajv() }),
    expressBulk({ item: PLAIN, handle: () => undefined, ajv: new Ajv2019() }),
    expressBulk({ item: PLAIN, handle: () => undefined, ajv: new Ajv2020() }),
  ];
}

/** The context is typed as the app names it. */
export function readContexts(): [BulkHandler, BulkHandler, BulkMiddleware, BulkMiddleware] {
  const options: ExpressBulkOptions<Photo, express.Request> = {
    item: PLAIN,
    handle: (photo, { req, index, signal, transaction }) => {
      holds<IsExactly<typeof transaction, unknown>>();
      return [req.get('x-tenant'), req.ip, photo.id + index, signal.aborted];
    },
  };
  const koaOptions: KoaBulkOptions<Photo, Koa.Context> = {
    item: PLAIN,
    handle: (photo, { ctx, index, signal }) => [
      ctx.get('x-tenant'),
      ctx.state,
      photo.id + index,
      signal.aborted,
    ],
  };
  return [
    expressBulk(options),
    expressBulk<Photo, express4.Request>({ item: PLAIN, handle: (_photo, { req }) => req.get('x-tenant') }),
    koaBulk(koaOptions),
    koaBulk<Photo, Koa2.Context>({ item: PLAIN, handle: (_photo, { ctx }) => ctx.get('x-tenant') }),
  ];
}

/** Both are inferred: the item from the schema, the request from the handler's annotated context. */
export function inferBoth(): [BulkHandler, BulkMiddleware] {
  return [
    expressBulk({
      item: ZOD,
      handle: (photo, { req }: ItemContext<{ readonly req: express.Request }>) => {
        holds<IsExactly<typeof photo, { id: number; taken: Date }>>();
        return req.get('x-tenant');
      },
    }),
    koaBulk({
      item: VALIBOT,
      handle: (photo, { ctx }: ItemContext<{ readonly ctx: Koa.Context }>) => {
        holds<IsExactly<typeof photo, { id: number; tags: string[] }>>();
        return ctx.get('x-tenant');
      },
    }),
  ];
}

/** It fits wherever a handler of a route does. */
export function mount(guard: express.RequestHandler): void {
  const handler = expressBulk({ item: PLAIN, handle: () => undefined });
  express().patch('/photos', guard, handler).route('/albums').post(handler);
  express4().patch('/photos', handler);
  const asHandler: express.RequestHandler = handler;
  express.Router().put('/photos', [guard, asHandler]);
  const middleware = koaBulk({ item: PLAIN, handle: () => undefined });
  new Router().patch('/photos', middleware).post('/albums', middleware);
  new Koa().use(middleware);
  new Koa2().use(middleware);
  new Koa<{ user: string }, { tenant: number }>().use(middleware);
}

/** With `async`, a handler also runs in a worker, where it has the principal in place of the request. */
export function runLater(): [BulkHandler, BulkHandler, BulkMiddleware] {
  const journal = createJournal({ store: memoryStore(), identify: () => 'ann' });
  const queue = memoryQueue();
  const capture = async (): Promise<{ user: string }> => ({ user: 'ann' });
  const async = respondAsync({ queue, name: 'photos', monitors: '/monitors', capture });
  return [
    expressBulk({
      item: ZOD,
      handle: (photo, context) => {
        holds<IsExactly<typeof photo, { id: number; taken: Date }>>();
        // @ts-expect-error: a worker has no request
        const { req: _req } = context;
        if ('principal' in context) {
          holds<IsExactly<typeof context.principal, { user: string }>>();
          holds<IsExactly<typeof context.isJob, true>>();
          return [context.principal.user, context.index, context.headers['accept']];
        }
        return [context.req.get('x-tenant'), context.index, context.signal.aborted];
      },
      onError: (_error, context) => {
        // @ts-expect-error: an error may belong to no request
        const { req: _req } = context;
        if ('req' in context) return context.req.ip;
        if ('principal' in context) return context.principal.user;
        return context.item?.index;
      },
      journal,
      async,
    }),
    expressBulk({
      item: PLAIN,
      handleMany: (items, context) =>
        items.map(() => ('principal' in context ? context.principal.user : context.req.ip)),
      journal,
      async: respondAsync({
        queue,
        name: 'albums',
        monitors: '/monitors',
        capture: (req: express.Request) => ({ user: String(req.get('x-user')) }),
      }),
    }),
    koaBulk({
      item: VALIBOT,
      handle: (_photo, context) => ('ctx' in context ? context.ctx.get('x-tenant') : context.principal.user),
      journal,
      async,
    }),
  ];
}

/** What needs only the principal can have the type of a job as its parameter. */
export function readJob({ principal }: JobRequest<{ user: string }>): string {
  return principal.user;
}

/** Without `async` nothing runs in a worker. */
export function runAtOnce(): [BulkHandler, Promise<void>] {
  const handler = expressBulk({
    item: PLAIN,
    handle: (_photo, { req, ...context }) => {
      holds<IsExactly<'principal' extends keyof typeof context ? true : false, false>>();
      return req.ip;
    },
    onError: (_error, { req }) => req.ip,
  });
  return [handler, handler.drain()];
}
