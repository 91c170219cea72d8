import { text } from 'node:stream/consumers';
import { batchConsole } from '@multistatus/console/express';
import { batch } from '@multistatus/express';
import compression from 'compression';
import type express from 'express';
import type { Request, RequestHandler } from 'express';
import helmet from 'helmet';
import { answerOperation } from './answer-operation.js';
import type { AppParts } from './app-settings.js';
import type { Host } from './host.js';
import { createLater } from './later.js';

/** Returns the host of a version of Express. */
export function expressHost(version: typeof express): Host {
  return (parts) => {
    const { path = '/batch/console', helmet: security, token } = parts;
    const app = version();
    const later = parts.later === true ? createLater() : undefined;
    const endpoint = batch<Request>({ ...later?.options, ...parts.batch });
    const page = batchConsole({ endpoint: '/batch', openapi: '/openapi.json', ...parts.console });
    if (security === 'before') app.use(helmet());
    if (parts.compression === true) app.use(compression());
    if (parts.isConsoleFirst === true) app.use(path, page);
    if (token !== undefined) app.use('/batch', askFor(token, path));
    app.use('/batch', endpoint);
    if (parts.isConsoleFirst !== true) app.use(path, page);
    if (security === 'after') app.use(helmet());
    app.use(answerOf(parts));
    const stop = later?.start(app, endpoint);
    return { listener: app, ...(stop && { stop }) };
  };
}

function askFor(token: string, path: string): RequestHandler {
  return (req, res, next) => {
    if (req.originalUrl.startsWith(path) || req.get('authorization') === `Bearer ${token}`) next();
    else res.status(401).set('www-authenticate', 'Bearer').json({ title: 'A token is needed', status: 401 });
  };
}

function answerOf(parts: AppParts): RequestHandler {
  return async (req, res) => {
    const { method, originalUrl: url, headers } = req;
    const {
      status,
      headers: fields = {},
      body = '',
    } = await answerOperation({ method, url, headers, body: await text(req) }, parts);
    res.writeHead(status, fields);
    for (const part of [body].flat()) res.write(part);
    res.end();
  };
}
