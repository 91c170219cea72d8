import type { RequestListener } from 'node:http';
import { bodyParser } from '@koa/bodyparser';
import type { BatchOptions, BulkOptions } from '@multistatus/core';
import * as onExpress from '@multistatus/express';
import * as onKoa from '@multistatus/koa';
import type { RequestHandler } from 'express';
import type { Middleware } from 'koa';
import { type ExpressVersion, expressVersions } from '../support/express-versions.js';
import { type KoaVersion, koaVersions, toListener } from '../support/koa-versions.js';
import { serve } from '../support/serve.js';

/** Options whose handlers ask for nothing of a framework. */
export type HostOptions = BulkOptions<unknown, object>;

/** What stands around the endpoint. */
export interface Surroundings {
  /** A JSON body parser in front. */
  readonly hasParser?: boolean;
  /** In front of all, such as compression: of the one framework and of the other. */
  readonly express?: RequestHandler | undefined;
  readonly koa?: Middleware | undefined;
  readonly batch?: BatchOptions;
}

/** A server with `bulk()` at `/photos`, `batch()` at `/batch`, and `GET /other`. */
export interface BulkServer {
  readonly port: number;
  /** What has reached the app's own error handling. */
  readonly errors: readonly unknown[];
  readonly close: () => Promise<void>;
}

/** An app of one framework, in one version. */
export interface BulkHost {
  readonly name: string;
  start(options: HostOptions, surroundings?: Surroundings): Promise<BulkServer>;
}

/** Express 4 and 5, Koa 2 and 3. */
export const bulkHosts: readonly BulkHost[] = [
  ...expressVersions.map(([name, express]) => expressHost(name, express)),
  ...koaVersions.map(([name, Koa]) => koaHost(name, Koa)),
];

/** One of each framework, for what differs between frameworks alone. */
export const newestHosts: readonly BulkHost[] = bulkHosts.filter(({ name }) => /Express 5|Koa 3/.test(name));

function expressHost(name: string, express: ExpressVersion): BulkHost {
  return {
    name,
    start(options, surroundings = {}) {
      const errors: unknown[] = [];
      const app = express();
      if (surroundings.express !== undefined) app.use(surroundings.express);
      app.use('/batch', onExpress.batch(surroundings.batch as onExpress.ExpressBatchOptions));
      if (surroundings.hasParser === true) app.use(express.json({ limit: '20mb' }));
      app.all('/photos', onExpress.bulk(options));
      app.get('/other', (_req, res) => void res.json({ other: true }));
      const tellError: Parameters<typeof app.use>[0] = ((error, _req, res, _next) => {
        errors.push(error);
        if (res.headersSent) res.destroy();
        else res.status(500).end('the app answers');
      }) as import('express').ErrorRequestHandler as never;
      app.use(tellError);
      return started(app, errors);
    },
  };
}

function koaHost(name: string, Koa: KoaVersion): BulkHost {
  return {
    name,
    start(options, surroundings = {}) {
      const errors: unknown[] = [];
      const app = new Koa();
      app.on('error', (error) => errors.push(error));
      if (surroundings.koa !== undefined) app.use(surroundings.koa);
      app.use(onKoa.batch({ path: '/batch', ...(surroundings.batch as onKoa.KoaBatchOptions) }));
      if (surroundings.hasParser === true) app.use(bodyParser({ jsonLimit: '20mb' }));
      const endpoint = onKoa.bulk(options);
      app.use(async (ctx, next) => {
        if (ctx.path === '/photos') await endpoint(ctx);
        else await next();
      });
      app.use((ctx) => {
        ctx.body = { other: true };
      });
      return started(toListener(app), errors);
    },
  };
}

async function started(listener: RequestListener, errors: readonly unknown[]): Promise<BulkServer> {
  const { port, close } = await serve(listener);
  return { port, errors, close };
}
