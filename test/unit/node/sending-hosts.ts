import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { createMultistatus, type MultistatusResponse } from '@multistatus/document';
import * as onExpress from '@multistatus/express';
import * as onKoa from '@multistatus/koa';
import type { ErrorRequestHandler } from 'express';
import { expressVersions } from '../../support/express-versions.js';
import { koaVersions, toListener } from '../../support/koa-versions.js';

/** What stands around the endpoints of a host. */
export interface Surroundings {
  /** Called with each request before the endpoints. May answer it; the endpoints get it nevertheless. */
  readonly before: (req: IncomingMessage, res: ServerResponse) => void;
  /** Called with what has reached the app's own error handling. */
  readonly onError: (error: unknown) => void;
}

/** An app of one framework, with an endpoint for each way to answer (see {@link requests}). */
export type SendingHost = (surroundings: Surroundings) => RequestListener;

/** A request to each endpoint. */
export const requests: readonly (readonly [name: string, path: string, body: string])[] = [
  ['a batch', '/batch', '{"requests":[{"method":"GET","url":"/other"}]}'],
  ['a refused batch', '/batch', '{"requests":[]'],
  ['a bulk request', '/bulk', '[1]'],
  ['a report of a document', '/document', '{}'],
  ['a report of an iterable', '/iterable', '{}'],
  ['a report without content', '/no-content', '{}'],
];

async function* responses(): AsyncGenerator<MultistatusResponse> {
  yield { href: '/a', status: 204 };
}

const REPORTS: Readonly<Record<string, () => onExpress.Report>> = {
  '/document': () => createMultistatus().response({ href: '/a', status: 204 }),
  '/iterable': responses,
  '/no-content': () => createMultistatus(),
};
const optionsOf = (path: string): onExpress.ReportOptions => ({ noContentOnSuccess: path === '/no-content' });
const BULK = { item: {}, handle: () => undefined };

/** Express 4 and 5, Koa 2 and 3. */
export const sendingHosts: readonly (readonly [name: string, createApp: SendingHost])[] = [
  ...expressVersions.map(([name, express]): readonly [string, SendingHost] => [
    name,
    ({ before, onError }) => {
      const app = express();
      app.use((req, res, next) => {
        before(req, res);
        next();
      });
      app.use('/batch', onExpress.batch());
      app.post('/bulk', onExpress.bulk(BULK));
      app.post(Object.keys(REPORTS), (req, res, next) => {
        onExpress.sendMultistatus(req, res, REPORTS[req.path]!(), optionsOf(req.path)).catch(next);
      });
      app.get('/other', (_req, res) => void res.end('other'));
      // Express knows an error handler by its four parameters.
      // oxlint-disable-next-line max-params
      const handleError: ErrorRequestHandler = (error, _req, res, _next) => {
        onError(error);
        res.destroy();
      };
      app.use(handleError);
      return app;
    },
  ]),
  ...koaVersions.map(([name, Koa]): readonly [string, SendingHost] => [
    name,
    ({ before, onError }) => {
      const app = new Koa();
      const bulk = onKoa.bulk(BULK);
      app.on('error', onError);
      app.use((ctx, next) => {
        before(ctx.req, ctx.res);
        // As Koa asks of whoever writes to `ctx.res` itself.
        if (ctx.headerSent) ctx.respond = false;
        return next();
      });
      app.use(onKoa.batch({ path: '/batch' }));
      app.use(async (ctx) => {
        const report = REPORTS[ctx.path];
        if (report !== undefined) await onKoa.sendMultistatus(ctx, report(), optionsOf(ctx.path));
        else if (ctx.path === '/bulk') await bulk(ctx);
        else ctx.body = 'other';
      });
      return toListener(app);
    },
  ]),
];
