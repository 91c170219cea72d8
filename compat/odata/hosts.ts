import type { RequestListener } from 'node:http';
import { buffer } from 'node:stream/consumers';
import Router from '@koa/router';
import { type ExpressBatchOptions, batch as expressBatch, getOperation } from '@multistatus/express';
import { batch as koaBatch, getOperation as operationOf } from '@multistatus/koa';
import express from 'express';
import Koa from 'koa';
import type { Call, Route } from './people-api.js';
import type { Queries } from './people-rows.js';

/** One API of an app, with its batch endpoint. */
export interface Api {
  /** `/odata`: its batch endpoint is `/odata/$batch`. */
  readonly root: string;
  readonly routes: readonly Route[];
  readonly batch: Pick<ExpressBatchOptions, 'formats' | 'transaction' | 'limits'>;
}

/** Creates an app of some APIs. `rowsOf` returns the queries of a request with this transaction. */
export type Host = (apis: readonly Api[], rowsOf: (transaction: unknown) => Queries) => RequestListener;

const toExpress: Host = (apis, rowsOf) => {
  const app = express();
  for (const { root, routes, batch } of apis) {
    app.use(`${root}/$batch`, expressBatch(batch));
    for (const { method, path, handle } of routes) {
      app[method](patternOf(root, path), async (req, res) => {
        const rows = rowsOf(getOperation(req)?.transaction);
        const params = Object.values(req.params as Record<string, string>);
        const call = { params, root, rows, query: queryOf(req.originalUrl), body: await buffer(req) };
        const reply = await handle({ ...call, contentType: req.get('content-type') ?? '' });
        res.status(reply.status).set(reply.headers ?? {});
        if (Buffer.isBuffer(reply.body)) res.send(reply.body);
        else if (reply.body !== undefined) res.json(reply.body);
        else res.end();
      });
    }
  }
  return app;
};

const toKoa: Host = (apis, rowsOf) => {
  const app = new Koa();
  for (const { root, routes, batch } of apis) {
    app.use(koaBatch({ path: `${root}/$batch`, ...batch } as Parameters<typeof koaBatch>[0]));
    const router = new Router();
    for (const { method, path, handle } of routes) {
      router[method](patternOf(root, path), async (ctx) => {
        const rows = rowsOf(operationOf(ctx)?.transaction);
        const captures = ctx['captures'] as (string | undefined)[];
        const params = captures.map((value) => value && decodeURIComponent(value));
        const call = { params, root, rows, query: queryOf(ctx.originalUrl), body: await buffer(ctx.req) };
        const reply = await handle({ ...call, contentType: ctx.get('content-type') });
        ctx.status = reply.status;
        ctx.set(reply.headers ?? {});
        if (reply.body !== undefined) ctx.body = reply.body;
      });
    }
    app.use(router.routes());
  }
  return app.callback() as RequestListener;
};

/** The frameworks that the clients are held against. */
export const HOSTS: readonly [
  express: readonly [title: string, host: Host],
  koa: readonly [title: string, host: Host],
] = [
  ['Express 5', toExpress],
  ['Koa 3', toKoa],
];

function patternOf(root: string, path: string): RegExp {
  return new RegExp(`^${root.replaceAll('.', String.raw`\.`)}${path}$`);
}

function queryOf(url: string): Call['query'] {
  return new URL(url, 'http://localhost').searchParams;
}
