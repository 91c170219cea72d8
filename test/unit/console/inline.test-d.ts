// Compiled, never run, under @types/express 5 and @types/koa 3, and, by test/older-types, under 4 and 2.
import { batchConsole as expressConsole } from '@multistatus/console/express';
import { batchConsole as koaConsole } from '@multistatus/console/koa';
import { type Express, type Request, Router } from 'express';
import type Koa from 'koa';
import type { Context } from 'koa';

interface SignedIn extends Request {
  readonly user?: { readonly isAdmin: boolean };
}

/** A console is a middleware of apps and routers, and `allow` may name the request of the app. */
export function mountOnExpress(app: Express): void {
  app.use('/batch/console', expressConsole());
  Router().use('/console', expressConsole({ endpoint: '/batch', batch: { requests: [{ url: '/albums' }] } }));
  app.use(expressConsole({ allow: (req) => req.socket.remoteAddress === '::1' && req.headers.host === 'h' }));
  app.use(expressConsole({ allow: (req: SignedIn) => req.user?.isAdmin === true }));
  app.use(expressConsole({ allow: async (req: Request) => req.ip === '::1' }));
  // @ts-expect-error -- the page has no such option
  expressConsole({ path: '/console' });
  // @ts-expect-error -- a decision is a boolean
  expressConsole({ allow: () => 'yes' });
}

/** The same on Koa, where `allow` gets the context. */
export function mountOnKoa(app: Koa): void {
  app.use(koaConsole({ path: '/batch/console', openapi: '/openapi.json' }));
  app.use(koaConsole({ allow: (ctx) => ctx.req.headers.host === 'h' }));
  app.use(koaConsole({ allow: (ctx: Context) => ctx.state['user'] === 'ana' && ctx.ip === '::1' }));
  // @ts-expect-error -- a decision is a boolean
  koaConsole({ allow: async () => 1 });
}
