import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { bodyParser } from '@koa/bodyparser';
import Router from '@koa/router';
import { KoaPassport } from 'koa-passport';
import { createSession } from 'koa-session';
import { Strategy as BearerStrategy } from 'passport-http-bearer';
import { Strategy as LocalStrategy } from 'passport-local';
import { get, postJson } from '../middleware-case.js';
import type { KoaCase } from './koa-host.js';

const VOLATILE = /koa\.sess(\.sig)?=[^;]+|expires=[^;]+20\d\d [^;]+/;

export const stateCases: readonly KoaCase[] = [
  {
    name: 'ctx.cookies, signed',
    build({ app, placeBatch }) {
      app.keys = ['of the test'];
      placeBatch();
      app.use((ctx) => {
        if (ctx.method === 'POST')
          ctx.cookies.set('theme', 'dark', { signed: true }).set('plain', '1', { signed: false });
        ctx.body = [ctx.cookies.get('theme', { signed: true }), ctx.cookies.get('plain', { signed: false })];
      });
    },
    exchanges: [
      { steps: [{ send: postJson('/', {}), status: 200, body: '[null,null]' }] },
      { steps: [{ send: get('/'), status: 200, body: '["dark","1"]' }] },
      {
        shared: { cookie: 'theme=light; theme.sig=forged' },
        steps: [{ send: get('/'), status: 200, body: '[null,null]' }],
      },
    ],
  },
  {
    name: 'koa-session',
    volatile: VOLATILE,
    build({ app, placeBatch }) {
      app.keys = ['of the test'];
      app.use(createSession(app));
      placeBatch();
      app.use((ctx) => {
        const session = ctx.session as { visits?: number };
        if (ctx.method === 'POST') session.visits = (session.visits ?? 0) + 1;
        ctx.body = session.visits ?? 0;
        if (ctx.method === 'DELETE') ctx.session = null;
      });
    },
    exchanges: [
      { steps: [{ send: get('/visits'), status: 200, body: '0' }] },
      { steps: [{ send: postJson('/visits', {}), status: 200, body: '1' }] },
      { steps: [{ send: postJson('/visits', {}), status: 200, body: '2' }] },
      {
        steps: [
          { send: get('/visits'), status: 200, body: '2' },
          { send: get('/visits?again'), status: 200, body: '2' },
        ],
      },
      { steps: [{ send: { method: 'DELETE', path: '/visits' }, status: 200 }] },
      { steps: [{ send: get('/visits'), status: 200, body: '0' }] },
    ],
  },
  {
    name: 'koa-session that sends its cookie with every answer',
    volatile: VOLATILE,
    build({ app, placeBatch }) {
      app.keys = ['of the test'];
      app.use(createSession({ rolling: true }, app));
      placeBatch();
      app.use((ctx) => {
        const session = ctx.session as { visits?: number };
        if (ctx.method === 'POST') session.visits = (session.visits ?? 0) + 1;
        ctx.body = session.visits ?? 0;
      });
    },
    exchanges: [
      { steps: [{ send: postJson('/visits', {}), status: 200, body: '1' }] },
      { steps: [{ send: postJson('/visits', {}), status: 200, body: '2' }] },
      { steps: [{ send: get('/visits'), status: 200, body: '2' }] },
    ],
  },
  {
    name: 'koa-passport, bearer and local, with koa-session',
    volatile: VOLATILE,
    build({ app, placeBatch }) {
      const passport = new KoaPassport();
      passport.use(new LocalStrategy((user, secret, done) => done(null, secret === 'right' && { user })));
      passport.use(new BearerStrategy((token, done) => done(null, token === 'of-ana' && { user: 'ana' })));
      passport.serializeUser((user, done) => done(null, JSON.stringify(user)));
      passport.deserializeUser<string>((text, done) => done(null, JSON.parse(text) as Express.User));
      app.keys = ['of the test'];
      app.use(createSession(app)).use(passport.initialize()).use(passport.session());
      placeBatch();
      const router = new Router();
      router.post('/login', bodyParser(), passport.authenticate('local'), (ctx) => {
        ctx.body = ctx.state['user'] as unknown;
      });
      router.get('/me', (ctx) => {
        ctx.status = ctx.isAuthenticated() ? 200 : 403;
        ctx.body = ctx.state['user'] ?? 'nobody';
      });
      router.get('/token', passport.authenticate('bearer', { session: false }), (ctx) => {
        ctx.body = ctx.state['user'] as unknown;
      });
      app.use(router.routes());
    },
    exchanges: [
      {
        steps: [
          { send: get('/me'), status: 403, body: 'nobody' },
          { send: postJson('/login', { username: 'ana', password: 'wrong' }), status: 401 },
        ],
      },
      { steps: [{ send: postJson('/login', { username: 'ana', password: 'right' }), status: 200 }] },
      { steps: [{ send: get('/me'), status: 200, body: '{"user":"ana"}' }] },
      {
        shared: { authorization: 'Bearer of-ana' },
        steps: [{ send: get('/token'), status: 200, body: '{"user":"ana"}' }],
      },
      {
        shared: { authorization: 'Bearer of-nobody' },
        steps: [
          {
            send: get('/token'),
            status: 401,
            headers: { 'www-authenticate': 'Bearer realm="Users", error="invalid_token"' },
          },
        ],
      },
    ],
  },
  {
    name: 'AsyncLocalStorage',
    build({ app, placeBatch }) {
      const storage = new AsyncLocalStorage<{ url: string; requestId: string }>();
      app.use((ctx, next) => storage.run({ url: ctx.originalUrl, requestId: ctx.get('x-request-id') }, next));
      placeBatch();
      app.use(bodyParser());
      app.use(async (ctx) => {
        await delay(1);
        ctx.body = storage.getStore();
      });
    },
    exchanges: [
      {
        shared: { 'x-request-id': 'r-1' },
        steps: [
          { send: get('/a'), status: 200, body: '{"url":"/a","requestId":"r-1"}' },
          { send: postJson('/b', { a: 1 }), status: 200, body: '{"url":"/b","requestId":"r-1"}' },
        ],
      },
    ],
  },
];
