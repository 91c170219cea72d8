import { batch, getOperation } from '@multistatus/koa';
import type { Context } from 'koa';
import { createSession } from 'koa-session';
import { type KoaVersion, koaVersions, toListener } from '../../support/koa-versions.js';
import { type Answer, answerNothing, type Call, type PolicyHost } from './policy-host.js';

/** Every version of Koa that is supported. */
export const koaHosts: readonly PolicyHost[] = koaVersions.map(([name, KoaClass]) => toHost(name, KoaClass));

function toHost(name: string, KoaClass: KoaVersion): PolicyHost {
  const userOf = (native: object): string | undefined =>
    (native as Context).state['user'] as string | undefined;
  const setUser = (native: object, user: string | undefined): void => {
    (native as Context).state['user'] = user;
  };
  return {
    name,
    userOf,
    setUser,
    create({ options = {}, trustsProxy = false, hasSession = false, first, handle = answerNothing }) {
      const app = new KoaClass({ proxy: trustsProxy, keys: ['of the test'] });
      app.silent = true;
      app.use((ctx, next) => {
        first?.(ctx);
        if (ctx.get('x-user') !== '') setUser(ctx, ctx.get('x-user'));
        return next();
      });
      app.use(batch({ ...options, path: '/batch' }));
      if (hasSession) app.use(createSession(app));
      app.use(async (ctx) => send(ctx, await handle(toCall(ctx, userOf(ctx)))));
      return toListener(app);
    },
  };
}

function toCall(ctx: Context, user: string | undefined): Call {
  return {
    native: ctx,
    req: ctx.req,
    method: ctx.method,
    url: ctx.originalUrl,
    ip: ctx.ip,
    user,
    session: ctx.session as { visits?: number },
    operation: getOperation(ctx),
  };
}

function send(ctx: Context, { status = 200, headers = {}, body = {} }: Answer): void {
  ctx.status = status;
  for (const [name, value] of Object.entries(headers)) ctx.set(name, value);
  ctx.body = body;
}
