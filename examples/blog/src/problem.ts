import { STATUS_CODES } from 'node:http';
import type { HttpError, Middleware } from 'koa';

/** Writes every error as `application/problem+json` (RFC 9457). */
export const writeProblem: Middleware = async (ctx, next) => {
  try {
    await next();
  } catch (error) {
    // Errors of `ctx.throw` and of the body parser have a status; `expose` says whether the client may see the message.
    const { status = 500, expose, message } = error as Partial<InstanceType<typeof HttpError>>;
    if (status >= 500) ctx.app.emit('error', error, ctx);
    const detail = expose ? message : undefined;
    ctx.status = status;
    ctx.body = { type: 'about:blank', title: STATUS_CODES[status], status, detail };
    ctx.type = 'application/problem+json';
  }
};
