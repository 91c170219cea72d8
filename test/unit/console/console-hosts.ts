import type { IncomingMessage, RequestListener } from 'node:http';
import { batchConsole as expressConsole } from '@multistatus/console/express';
import { batchConsole as koaConsole } from '@multistatus/console/koa';
import type { ErrorRequestHandler } from 'express';
import mount from 'koa-mount';
import { expressVersions } from '../../support/express-versions.js';
import { koaVersions, toListener } from '../../support/koa-versions.js';

/** Options that every host takes; `allow` gets the request. */
export interface HostOptions {
  readonly endpoint?: string;
  readonly openapi?: string;
  readonly batch?: { readonly requests: readonly object[] };
  readonly allow?: (req: IncomingMessage) => boolean | Promise<boolean>;
}

/** An app that has set these headers before the console is reached, and what the console does not answer it answers with 418. */
export interface HostApp {
  readonly path: string;
  readonly options?: HostOptions;
  readonly headers?: Readonly<Record<string, string>>;
  /** Gets the errors of the app. */
  readonly onError?: (error: unknown) => void;
}

/** Creates an app with a console at a path. */
export type CreateHost = (app: HostApp) => RequestListener;

const ofExpress = expressVersions.map(([name, express]): [string, CreateHost] => [
  name,
  ({ path, options = {}, headers = {}, onError }) => {
    const app = express();
    app.use((_req, res, next) => {
      res.set(headers);
      next();
    });
    app.use(path, expressConsole(options));
    app.use((_req, res) => {
      res.status(418).end();
    });
    // oxlint-disable-next-line max-params -- Express knows an error handler by its four parameters
    const handleError: ErrorRequestHandler = (error, _req, res, _next) => {
      onError?.(error);
      res.status(500).end();
    };
    app.use(handleError);
    return app;
  },
]);

const ofKoa = koaVersions.flatMap(([name, Koa]): [string, CreateHost][] => {
  const create =
    (isMounted: boolean): CreateHost =>
    ({ path, options: { allow, ...options } = {}, headers = {}, onError }) => {
      const app = new Koa();
      if (onError !== undefined) app.on('error', onError);
      app.use((ctx, next) => {
        ctx.set(headers);
        return next();
      });
      const own = {
        ...options,
        allow: allow && ((ctx: { readonly req: IncomingMessage }) => allow(ctx.req)),
      };
      app.use(isMounted ? mount(path, koaConsole(own)) : koaConsole({ ...own, path }));
      app.use((ctx) => {
        ctx.status = 418;
      });
      return toListener(app);
    };
  return [
    [`${name}, by path`, create(false)],
    [`${name}, by koa-mount`, create(true)],
  ];
});

/** Every host of the console, for `describe.each`. */
export const consoleHosts: readonly (readonly [name: string, create: CreateHost])[] = [
  ...ofExpress,
  ...ofKoa,
];
