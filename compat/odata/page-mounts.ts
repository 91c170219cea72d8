import type { RequestListener } from 'node:http';
import { batch as expressBatch, type Transaction } from '@multistatus/express';
import { batch as koaBatch } from '@multistatus/koa';
import { graph, odata } from '@multistatus/odata';
import express from 'express';
import express4 from 'express4';
import Koa from 'koa';

const PEOPLE = { value: [{ ID: 1, Name: 'Ana' }] };
const PATHS = ['/odata/People', '/v1.0/users'];
const transaction: Transaction = (_group, run) => run(undefined);

/** Apps with the code of the page, by the names of the blocks. */
export const MOUNTS: Readonly<Record<string, () => RequestListener>> = {
  'express 5': () => {
    const batch = expressBatch;
    const app = express();
    app.use('/odata/$batch', batch({ formats: [odata()], transaction }));
    app.use('/v1.0/$batch', batch({ formats: [graph()] }));
    app.all(PATHS, (_req, res) => void res.json(PEOPLE));
    return app;
  },
  'express 4': () => {
    const batch = expressBatch;
    const app = express4();
    app.use('/odata/\\$batch', batch({ formats: [odata()], transaction }));
    app.use('/v1.0/\\$batch', batch({ formats: [graph()] }));
    app.all(PATHS, (_req, res) => void res.json(PEOPLE));
    return app;
  },
  koa: () => {
    const batch = koaBatch;
    const app = new Koa();
    app.use(batch({ path: '/odata/$batch', formats: [odata()], transaction }));
    app.use(batch({ path: '/v1.0/$batch', formats: [graph()] }));
    app.use((ctx) => {
      if (PATHS.includes(ctx.path)) ctx.body = PEOPLE;
    });
    return app.callback() as RequestListener;
  },
};
