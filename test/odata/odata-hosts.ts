import type { BatchOptions, Format } from '@multistatus/core';
import { batch as expressBatch } from '@multistatus/express';
import { batch as koaBatch } from '@multistatus/koa';
import { odata } from '@multistatus/odata';
import express5 from 'express';
import express4 from 'express4';
import Koa from 'koa';
import Koa2 from 'koa2';
import type { ExpressVersion } from '../support/express-versions.js';
import { type KoaVersion, toListener } from '../support/koa-versions.js';
import { type Served, serve } from '../support/serve.js';

/** A request of the service as its handler sees it. */
export interface ServiceRequest {
  readonly method: string;
  /** The path below the service root, percent-decoded: `/People(1)`. */
  readonly path: string;
  readonly body: unknown;
  /** What the framework knows the request by, for `getOperation`. */
  readonly request: object;
}

/** An answer of the service. */
export interface ServiceAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
}

/** A service, and how its batch endpoint is set up. */
export interface ServiceSetup {
  readonly root: string;
  readonly handle: (request: ServiceRequest) => ServiceAnswer | Promise<ServiceAnswer>;
  readonly options?: Pick<BatchOptions, 'transaction'>;
  /** @defaultValue odata() */
  readonly format?: Format;
}

type Start = (setup: ServiceSetup) => Promise<Served>;

/** The frameworks, each with the path under which its users mount the batch endpoint. */
export const odataHosts: readonly (readonly [name: string, start: Start])[] = [
  // In Express 4 a `$` in a path is the end of that path.
  ['Express 4', (setup) => serve(onExpress(express4 as unknown as ExpressVersion, '/\\$batch', setup))],
  ['Express 5', (setup) => serve(onExpress(express5, '/$batch', setup))],
  ['Koa 2', (setup) => serve(toListener(onKoa(Koa2 as unknown as KoaVersion, setup)))],
  ['Koa 3', (setup) => serve(toListener(onKoa(Koa, setup)))],
];

function onExpress(express: ExpressVersion, path: string, setup: ServiceSetup) {
  const { root, handle, options, format = odata() } = setup;
  const app = express();
  app.use(`${root}${path}`, expressBatch({ ...options, formats: [format] }));
  app.use(express.json());
  app.use(root === '' ? '/' : root, (req, res, next) => {
    Promise.resolve(
      handle({
        method: req.method,
        path: decodeURIComponent(req.path),
        body: req.body as unknown,
        request: req,
      }),
    ).then(({ status, headers = {}, json }) => {
      res.status(status).set(headers);
      if (json === undefined) res.end();
      else res.json(json);
    }, next);
  });
  return app;
}

function onKoa(Version: KoaVersion, { root, handle, options, format = odata() }: ServiceSetup) {
  const app = new Version();
  app.use(koaBatch({ ...options, path: `${root}/$batch`, formats: [format] }));
  app.use(async (ctx) => {
    const chunks: Buffer[] = [];
    for await (const chunk of ctx.req) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    const {
      status,
      headers = {},
      json,
    } = await handle({
      method: ctx.method,
      path: decodeURIComponent(ctx.path.slice(root.length)),
      body: text === '' ? undefined : (JSON.parse(text) as unknown),
      request: ctx,
    });
    ctx.set(headers);
    ctx.status = status;
    if (json !== undefined) ctx.body = json;
  });
  return app;
}
