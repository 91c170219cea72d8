import type { RequestListener } from 'node:http';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { batchConsole } from '@multistatus/console/koa';
import { batch } from '@multistatus/koa';
import type Koa from 'koa';
import type { Middleware } from 'koa';
import compress from 'koa-compress';
import helmet from 'koa-helmet';
import mount from 'koa-mount';
import { answerOperation } from './answer-operation.js';
import type { AppParts } from './app-settings.js';
import type { Host } from './host.js';
import { createLater } from './later.js';

/** Returns the host of a version of Koa. */
export function koaHost(Version: typeof Koa): Host {
  return (parts) => {
    const { path = '/batch/console', helmet: security, token } = parts;
    const app = new Version();
    // Koa prints that a client has left, which is what some tests are about.
    app.silent = true;
    const later = parts.later === true ? createLater() : undefined;
    const endpoint = batch({ path: '/batch', ...later?.options, ...parts.batch });
    const options = { endpoint: '/batch', openapi: '/openapi.json', ...parts.console };
    const page =
      parts.koaMount === true ? mount(path, batchConsole(options)) : batchConsole({ path, ...options });
    if (security === 'before') app.use(helmet());
    if (parts.compression === true) app.use(compress());
    if (parts.isConsoleFirst === true) app.use(page);
    if (token !== undefined) app.use(askFor(token));
    app.use(endpoint);
    if (parts.isConsoleFirst !== true) app.use(page);
    if (security === 'after') app.use(helmet());
    app.use(answerOf(parts));
    const listener = app.callback() as RequestListener;
    const stop = later?.start(listener, endpoint);
    return { listener, ...(stop && { stop }) };
  };
}

function askFor(token: string): Middleware {
  return (ctx, next) => {
    if (ctx.path !== '/batch' || ctx.get('authorization') === `Bearer ${token}`) return next();
    ctx.set('www-authenticate', 'Bearer');
    ctx.status = 401;
    ctx.body = { title: 'A token is needed', status: 401 };
  };
}

function answerOf(parts: AppParts): Middleware {
  return async (ctx) => {
    const { method, originalUrl: url, headers, req } = ctx;
    const answer = await answerOperation({ method, url, headers, body: await text(req) }, parts);
    ctx.status = answer.status;
    if (answer.headers !== undefined) ctx.set(answer.headers);
    const { body = '' } = answer;
    if (typeof body !== 'string') ctx.body = Readable.from(body);
    else if (body !== '') ctx.body = body;
  };
}
