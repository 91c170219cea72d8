// What docs/guide/9-where-to-mount.md says about the middleware in front of batch() and behind it.
import { describe, expect, test } from '@jest/globals';
import { batch } from '@multistatus/express';
import { createJournal } from '@multistatus/journal';
import { memoryStore } from '@multistatus/journal/memory';
import { batch as koaBatch } from '@multistatus/koa';
import compression from 'compression';
import cors from 'cors';
import express, { type Application, type RequestHandler } from 'express';
import session, { type SessionOptions } from 'express-session';
import helmet from 'helmet';
import Koa from 'koa';
import koaSession, { type CreateSessionOptions as KoaSessionOptions } from 'koa-session';
import request, { type Response } from 'supertest';

declare module 'express-session' {
  interface SessionData {
    word: string;
    seen: number;
  }
}

type Place = 'in front' | 'behind';

/** An app whose operations store a word in the session. */
function withSession(
  place: Place,
  { isTouched = false, ...options }: Partial<SessionOptions> & { readonly isTouched?: boolean },
): Application {
  const app = express();
  const sessions = session({ secret: 'of the test', resave: false, saveUninitialized: false, ...options });
  if (place === 'in front') app.use(sessions);
  if (isTouched)
    app.use((req, _res, next) => {
      req.session.seen = (req.session.seen ?? 0) + 1;
      next();
    });
  app.use('/batch', batch());
  if (place === 'behind') app.use(sessions);
  app.post('/words/:word', (req, res) => {
    req.session.word = req.params['word'] ?? '';
    res.json(req.session.word);
  });
  app.get('/word', (req, res) => void res.json(req.session.word ?? null));
  return app;
}

function withKoaSession(place: Place, options: Partial<KoaSessionOptions>, isTouched = false): Koa {
  const app = new Koa();
  app.keys = ['of the test'];
  const sessions = koaSession(options, app);
  if (place === 'in front') app.use(sessions);
  if (isTouched)
    app.use((ctx, next) => {
      if (ctx.session !== null) ctx.session['seen'] = Number(ctx.session['seen'] ?? 0) + 1;
      return next();
    });
  app.use(koaBatch({ path: '/batch' }));
  if (place === 'behind') app.use(sessions);
  app.use((ctx) => {
    if (ctx.session === null) return;
    if (ctx.method === 'POST') ctx.session['word'] = ctx.path.slice('/words/'.length);
    ctx.body = JSON.stringify(ctx.session['word'] ?? null);
  });
  return app;
}

/** Returns a store of koa-session in memory. */
function storeInMemory(): NonNullable<KoaSessionOptions['store']> {
  const kept = new Map<string, unknown>();
  return {
    get: (key: string) => Promise.resolve(kept.get(key)),
    set: (key: string, value: unknown) => Promise.resolve(void kept.set(key, structuredClone(value))),
    destroy: (key: string) => Promise.resolve(void kept.delete(key)),
  } as NonNullable<KoaSessionOptions['store']>;
}

/** Begins a session, stores another word in it by a batch, and returns the word that it has after that. */
async function wordAfterBatch(app: Application | Koa): Promise<unknown> {
  const browser = request.agent(app instanceof Koa ? app.callback() : app);
  await browser.post('/words/old');
  const answer = await browser.post('/batch').send({ requests: [{ method: 'POST', url: '/words/new' }] });
  expect(statusesOf(answer)).toEqual([200]);
  return JSON.parse((await browser.get('/word')).text) as unknown;
}

function responsesOf(answer: Response): { status: number; headers?: object }[] {
  return (answer.body as { responses: { status: number; headers?: object }[] }).responses;
}

function statusesOf(answer: Response): number[] {
  return responsesOf(answer).map(({ status }) => status);
}

describe('A session', () => {
  test.each([{}, { resave: true }, { saveUninitialized: true }, { rolling: true }])(
    'behind the batch has what operations have stored, with %j',
    async (options) => {
      expect(await wordAfterBatch(withSession('behind', options))).toBe('new');
    },
  );

  test.each([{ resave: true }, { isTouched: true }])(
    'in front of the batch overwrites what operations have stored, with %j',
    async (options) => {
      expect(await wordAfterBatch(withSession('in front', options))).toBe('old');
    },
  );

  test.each<[Place, unknown]>([
    ['in front', null],
    ['behind', 'new'],
  ])('that is sent to everyone, %s: after a batch begins one, it has %j', async (place, word) => {
    const browser = request.agent(withSession(place, { saveUninitialized: true }));
    await browser.post('/batch').send({ requests: [{ method: 'POST', url: '/words/new' }] });
    expect((await browser.get('/word')).body).toBe(word);
  });

  test.each([
    { title: 'a cookie', options: {} },
    { title: 'a cookie, rolling', options: { rolling: true } },
  ])('of koa-session in $title, behind the batch, has what operations have stored', async ({ options }) => {
    expect(await wordAfterBatch(withKoaSession('behind', options))).toBe('new');
  });

  test.each<[Place, string]>([
    ['behind', 'new'],
    ['in front', 'old'],
  ])('of koa-session in a store, with rolling: true, %s: %s', async (place, word) => {
    const options = { rolling: true, store: storeInMemory() };
    expect(await wordAfterBatch(withKoaSession(place, options))).toBe(word);
  });

  test('of koa-session in a cookie, in front: what middleware changes there overwrites it', async () => {
    expect(await wordAfterBatch(withKoaSession('in front', {}, true))).toBe('old');
  });
});

/** An app on Koa whose operations add a word to a list in the session. */
function withWordList(options: Partial<KoaSessionOptions>): Koa {
  const app = new Koa();
  app.keys = ['of the test'];
  app.use(koaBatch({ path: '/batch' }));
  app.use(koaSession(options, app));
  app.use((ctx) => {
    if (ctx.session === null) return;
    const words = (ctx.session['words'] ?? []) as string[];
    if (ctx.method === 'POST') ctx.session['words'] = [...words, ctx.path.slice('/words/'.length)];
    ctx.body = JSON.stringify(ctx.session['words'] ?? []);
  });
  return app;
}

const ADD_TWO = {
  execution: 'sequential',
  requests: ['one', 'two'].map((word) => ({ method: 'POST', url: `/words/${word}` })),
};

describe('Operations of one batch that change the session, one at a time,', () => {
  test.each([
    { title: 'all count with a session in a store', withStore: true, words: ['old', 'one', 'two'] },
    { title: 'lose all but the last with a session in a cookie', withStore: false, words: ['old', 'two'] },
  ])('$title', async ({ withStore, words }) => {
    const app = withWordList(withStore ? { store: storeInMemory() } : {});
    const browser = request.agent(app.callback());
    await browser.post('/words/old');
    expect(statusesOf(await browser.post('/batch').send(ADD_TWO))).toEqual([200, 200]);
    expect(JSON.parse((await browser.get('/words')).text)).toEqual(words);
  });

  test('begin a session each if the client has none, and the last one stays', async () => {
    const browser = request.agent(withWordList({ store: storeInMemory() }).callback());
    expect(statusesOf(await browser.post('/batch').send(ADD_TWO))).toEqual([200, 200]);
    expect(JSON.parse((await browser.get('/words')).text)).toEqual(['two']);
  });
});

test('An operation that renews the session loses it to a later one that changes the session', async () => {
  const app = express();
  app.use('/batch', batch());
  app.use(session({ secret: 'of the test', resave: false, saveUninitialized: false }));
  app.post('/login', (req, res, next) => {
    req.session.regenerate((error: unknown) => {
      if (error !== undefined && error !== null) return next(error);
      req.session.word = 'ana';
      res.json('ana');
    });
  });
  app.post('/seen', (req, res) => {
    req.session.seen = 1;
    res.json(1);
  });
  app.get('/word', (req, res) => void res.json(req.session.word ?? null));
  const login = { method: 'POST', url: '/login' };
  for (const { requests, word } of [
    { requests: [login], word: 'ana' },
    { requests: [login, { method: 'POST', url: '/seen' }], word: null },
  ]) {
    const browser = request.agent(app);
    await browser.post('/seen');
    const answer = await browser.post('/batch').send({ execution: 'sequential', requests });
    expect(new Set(statusesOf(answer))).toEqual(new Set([200]));
    expect((await browser.get('/word')).body).toBe(word);
  }
});

/** An app with one middleware, and routes that answer long enough to be compressed. */
function withMiddleware(place: Place, middleware: RequestHandler): Application {
  const app = express();
  if (place === 'in front') app.use(middleware);
  app.use('/batch', batch());
  if (place === 'behind') app.use(middleware);
  app.get('/photos', (_req, res) => void res.json('long '.repeat(1000)));
  return app;
}

const READ = { requests: [{ method: 'GET', url: '/photos' }] };

describe('Middleware', () => {
  test.each<[Place, boolean]>([
    ['in front', true],
    ['behind', false],
  ])('helmet %s: the batch has its headers: %j', async (place, hasHeaders) => {
    const answer = await request(withMiddleware(place, helmet())).post('/batch').send(READ);
    expect(Object.hasOwn(answer.headers, 'content-security-policy')).toBe(hasHeaders);
    const [response] = responsesOf(answer);
    expect(Object.hasOwn(response?.headers ?? {}, 'content-security-policy')).toBe(!hasHeaders);
  });

  test.each<[Place, string | undefined]>([
    ['in front', '*'],
    ['behind', undefined],
  ])('cors() %s: a page of another origin may send a batch: %j', async (place, allowed) => {
    const preflight = await request(withMiddleware(place, cors()))
      .options('/batch')
      .set('origin', 'https://album.example')
      .set('access-control-request-method', 'POST');
    expect(preflight.headers['access-control-allow-origin']).toBe(allowed);
  });

  test.each<[Place, string | undefined]>([
    ['in front', 'gzip'],
    ['behind', undefined],
  ])(
    'compression() %s: the content coding of the batch is %j, operations have none',
    async (place, coding) => {
      const answer = await request(withMiddleware(place, compression()))
        .post('/batch')
        .set('accept-encoding', 'gzip')
        .send(READ);
      expect(answer.headers['content-encoding']).toBe(coding);
      expect(responsesOf(answer)[0]).toMatchObject({ status: 200, body: 'long '.repeat(1000) });
      expect(responsesOf(answer)[0]?.headers).not.toHaveProperty('content-encoding');
    },
  );

  test.each<[Place, number, string]>([
    ['in front', 413, 'text/html'],
    ['behind', 207, 'application/json'],
  ])('express.json() %s: a batch of 200 kB is answered %j', async (place, status, type) => {
    const body = { requests: [{ method: 'POST', url: '/photos', body: ['x'.repeat(200_000)] }] };
    const app = withMiddleware(place, express.json()).set('env', 'test');
    const answer = await request(app).post('/batch').send(body);
    expect([answer.status, answer.type]).toEqual([status, type]);
  });
});

describe('Authentication', () => {
  const authenticate: RequestHandler = (req, res, next) => {
    res.locals['user'] = req.get('authorization') === 'Bearer of-ana' ? 'ana' : undefined;
    if (res.locals['user'] === undefined) res.sendStatus(401);
    else next();
  };

  test('behind the batch checks every operation, by the credentials of the batch', async () => {
    const app = withMiddleware('behind', authenticate);
    expect(statusesOf(await request(app).post('/batch').send(READ))).toEqual([401]);
    const known = request(app).post('/batch').set('authorization', 'Bearer of-ana');
    expect(statusesOf(await known.send(READ))).toEqual([200]);
  });

  test.each<[Place, number]>([
    ['in front', 207],
    ['behind', 403],
  ])('%s: a batch with a key, of an endpoint with a journal, is answered %j', async (place, status) => {
    const identify = (req: express.Request): string | undefined =>
      req.res?.locals['user'] as string | undefined;
    const app = express();
    if (place === 'in front') app.use(authenticate);
    app.use('/batch', batch({ journal: createJournal({ store: memoryStore(), identify }) }));
    app.use(authenticate);
    app.get('/photos', (_req, res) => void res.json([]));
    const answer = await request(app)
      .post('/batch')
      .set({ authorization: 'Bearer of-ana', 'idempotency-key': '"key-1"' })
      .send(READ);
    expect(answer.status).toBe(status);
  });
});
