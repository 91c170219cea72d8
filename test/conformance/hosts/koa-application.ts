import type { RequestListener } from 'node:http';
import { bodyParser } from '@koa/bodyparser';
import { batch } from '@multistatus/koa';
import type Koa from 'koa';
import type { ApplicationFactory } from './host.js';

/** The cases that @koa/bodyparser answers in front of the batch. */
export const PARSER_REFUSES = { C127: '@koa/bodyparser refuses __proto__ by itself, in plain text' };

/** Creates the application of a Koa host: the batch with its option `path`, or under a mount. */
export function koaApplication(createApp: () => Koa): ApplicationFactory {
  return ({ bodyParser: parser, mount }, batchArguments) => {
    const app = createApp();
    app.silent = true;
    if (parser === 'json') app.use(bodyParser({ enableTypes: ['json'] }));
    if (parser === 'raw') app.use(readRaw);
    const path = mount === '/' ? '/batch' : `${mount}/batch`;
    app.use(batch({ ...batchArguments, path }));
    return app.callback() as RequestListener;
  };
}

/** No common raw parser for Koa leaves the bytes in `request.body`; this is the smallest that does. */
async function readRaw(ctx: Koa.Context, next: Koa.Next): Promise<void> {
  if (ctx.request.length !== undefined || ctx.get('transfer-encoding') !== '') {
    const chunks: Buffer[] = [];
    for await (const chunk of ctx.req) chunks.push(chunk as Buffer);
    (ctx.request as { body?: unknown }).body = Buffer.concat(chunks);
  }
  await next();
}
