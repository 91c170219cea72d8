import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { type BatchOptions, batch as expressBatch } from '@multistatus/express';
import { batch as koaBatch } from '@multistatus/koa';
import express from 'express';
import Koa from 'koa';
import { type Served, serve } from '../../support/serve.js';

/** A request as the app got it. */
export interface Seen {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  /** One character for each byte. */
  readonly body: string;
}

/** What the app answers. */
export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: string | Uint8Array;
}

/** An app of one handler. */
export type App = (seen: Seen) => Reply | Promise<Reply>;

async function answer(app: App, req: IncomingMessage, res: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(chunk as Buffer);
  const { method = '', url = '', headers } = req;
  const body = Buffer.concat(chunks).toString('latin1');
  const { status, headers: set = {}, body: content } = await app({ method, url, headers, body });
  res.statusCode = status;
  for (const [name, value] of Object.entries(set)) res.setHeader(name, value);
  res.end(content);
}

/** Serves an app with a batch endpoint at `path`, on each framework. */
export const hosts: readonly (readonly [
  name: string,
  serveApp: (path: string, options: BatchOptions, app: App) => Promise<Served>,
])[] = [
  [
    'Express 5',
    (path, options, app) => {
      const host = express();
      host.use(path, expressBatch(options));
      host.use((req, res) => answer(app, req, res));
      return serve(host);
    },
  ],
  [
    'Koa 3',
    (path, options, app) => {
      const host = new Koa();
      host.use(koaBatch({ ...(options as object), path }));
      host.use(async (ctx) => {
        ctx.respond = false;
        await answer(app, ctx.req, ctx.res);
      });
      return serve(host.callback() as RequestListener);
    },
  ],
];
