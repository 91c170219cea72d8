import { Readable } from 'node:stream';
import { describe, expect, test } from '@jest/globals';
import { batch } from '@multistatus/koa';
import type Koa from 'koa';
import request from 'supertest';
import { getBothWays } from '../../support/compare-with-socket.js';
import { koaVersions, toListener } from '../../support/koa-versions.js';
import { getInBatch } from '../../support/post-batch.js';

async function* pieces(): AsyncGenerator<string> {
  for (const piece of ['one ', 'two ', 'three']) {
    await new Promise((resolve) => setImmediate(resolve));
    yield piece;
  }
}

async function* broken(): AsyncGenerator<string> {
  yield 'begun';
  throw new Error('disk gone');
}

const ROUTES: Readonly<Record<string, Koa.Middleware>> = {
  '/text': (ctx) => {
    ctx.body = 'tëxt';
  },
  '/json': (ctx) => {
    ctx.body = { a: [1, 'é'] };
  },
  '/bytes': (ctx) => {
    ctx.body = Buffer.from('bytes');
  },
  '/empty': (ctx) => {
    ctx.status = 204;
  },
  '/null': (ctx) => {
    ctx.body = null;
  },
  '/status': (ctx) => {
    ctx.status = 402;
  },
  '/stream': (ctx) => {
    ctx.type = 'text/plain';
    ctx.body = Readable.from(pieces());
  },
  '/fresh': (ctx) => {
    ctx.set('etag', '"1"');
    ctx.status = 200;
    ctx.body = 'old';
    if (ctx.fresh) ctx.status = 304;
  },
  '/moved': (ctx) => {
    ctx.redirect('/text');
  },
  '/raw': (ctx) => {
    ctx.respond = false;
    ctx.res.setHeader('content-type', 'text/plain');
    ctx.res.statusCode = 202;
    setImmediate(() => {
      ctx.res.write('raw ');
      ctx.res.end('answer');
    });
  },
  '/throws': () => {
    throw new Error('boom');
  },
  '/throws-no-error': () => {
    throw 'just text'; // oxlint-disable-line no-throw-literal
  },
  '/throws-status': (ctx) => {
    ctx.throw(422, 'unwanted', { headers: { 'x-why': 'because' } });
  },
  '/throws-conflict': (ctx) => {
    ctx.throw(409, 'conflict');
  },
  '/had-headers': (ctx) => {
    ctx.set('x-gone', '1');
    ctx.body = 'gone';
    throw new Error('boom');
  },
};

describe.each(koaVersions)('%s', (version, KoaClass) => {
  function createApp(): { app: Koa; heard: [error: unknown, path: string][] } {
    const app = new KoaClass();
    const heard: [unknown, string][] = [];
    app.on('error', (error: unknown, ctx: Koa.Context) => heard.push([error, ctx.path]));
    app.use(batch({ path: '/batch' }));
    app.use((ctx, next) => ROUTES[ctx.path]?.(ctx as never, next));
    return { app, heard };
  }

  test.each([...Object.keys(ROUTES), '/nowhere'])('answers GET %s as over a socket', async (path) => {
    const { app } = createApp();
    const { direct, batched } = await getBothWays(toListener(app), path);
    expect(batched).toEqual(direct);
  });

  test.each([
    ['"1"', 304],
    ['"2"', 200],
  ])('answers If-None-Match: %s of an operation with %d, as over a socket', async (tag, status) => {
    const { app } = createApp();
    const condition = { 'if-none-match': tag };
    const { direct, batched } = await getBothWays(toListener(app), '/fresh', {}, condition);
    expect(batched).toEqual(direct);
    expect(batched.status).toBe(status);
  });

  test('waits for the end of a streamed body', async () => {
    const { app } = createApp();
    expect(await getInBatch(toListener(app), '/stream')).toMatchObject({
      status: 200,
      body: 'one two three',
      bodyEncoding: 'text',
    });
  });

  test.each(['/throws', '/throws-no-error', '/throws-status', '/throws-conflict', '/nowhere', '/text'])(
    "app.on('error') hears of GET %s in a batch what it hears of it alone",
    async (path) => {
      const { app, heard } = createApp();
      await request(toListener(app)).get(path);
      const direct = heard.splice(0);
      await getInBatch(toListener(app), path);
      expect(heard).toEqual(direct);
    },
  );

  test('a stream that breaks is no answer, and the app hears of it as ever', async () => {
    const app = new KoaClass();
    const heard: unknown[] = [];
    app.on('error', (error: Error) => heard.push(error.message));
    const errors: unknown[] = [];
    const onError = (error: unknown): unknown => errors.push(error);
    app.use(batch({ path: '/batch', limits: { operationTimeoutMs: 50 }, onError }));
    app.use((ctx) => {
      ctx.body = Readable.from(broken());
    });
    const outcome = await getInBatch(toListener(app), '/broken');
    const inBatch = heard.splice(0);
    if (version === 'Koa 2') {
      // Koa 2 leaves such a response open, so that a client of it waits for ever.
      expect(outcome).toMatchObject({ status: 504, body: { executed: 'unknown' } });
      expect([inBatch, errors]).toEqual([['disk gone'], []]);
      return;
    }
    expect(outcome).toMatchObject({ status: 500, body: { type: 'urn:multistatus:problem:no-response' } });
    await expect(request(toListener(app)).get('/broken')).rejects.toThrow();
    expect(inBatch).toEqual(heard);
    expect(errors).toMatchObject([{ code: 'ERR_INCOMPLETE_RESPONSE' }]);
  });
});
