import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import cookieParser from 'cookie-parser';
import session from 'express-session';
import { get, postJson } from '../middleware-case.js';
import type { ExpressCase } from './express-host.js';

declare module 'express-session' {
  interface SessionData {
    visits: number;
  }
}

const SESSION = { secret: 'of the test', resave: false, saveUninitialized: false };

export const stateCases: readonly ExpressCase[] = [
  {
    name: 'cookie-parser',
    build({ app, placeBatch }) {
      app.use(cookieParser('of the test'));
      placeBatch();
      app.post('/cookies', (_req, res) => {
        res.cookie('theme', 'dark', { path: '/', sameSite: 'lax' });
        res.cookie('user', { id: 7 }, { signed: true, httpOnly: true }).sendStatus(204);
      });
      app.get('/cookies', (req, res) => void res.json([req.cookies, req.signedCookies]));
      app.delete('/cookies/:name', (req, res) => void res.clearCookie(req.params.name).sendStatus(204));
    },
    exchanges: [
      { steps: [{ send: { method: 'POST', path: '/cookies' }, status: 204, body: '' }] },
      { steps: [{ send: get('/cookies'), status: 200, body: '[{"theme":"dark"},{"user":{"id":7}}]' }] },
      { steps: [{ send: { method: 'DELETE', path: '/cookies/user' }, status: 204 }] },
      { steps: [{ send: get('/cookies'), status: 200, body: '[{"theme":"dark"},{}]' }] },
      {
        shared: { cookie: 'theme=light; user=s%3Aj%3A%7B%22id%22%3A8%7D.forged' },
        steps: [{ send: get('/cookies'), status: 200, body: '[{"theme":"light"},{"user":false}]' }],
      },
    ],
  },
  {
    name: 'express-session',
    volatile: /connect\.sid=s%3A[^;]+/,
    build({ app, placeBatch }) {
      app.use(session(SESSION));
      placeBatch();
      app.get('/visits', (req, res) => void res.json(req.session.visits ?? 0));
      app.post('/visits', (req, res) => {
        req.session.visits = (req.session.visits ?? 0) + 1;
        res.json(req.session.visits);
      });
      app.delete('/visits', (req, res) => void req.session.destroy(() => res.sendStatus(204)));
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
      { steps: [{ send: { method: 'DELETE', path: '/visits' }, status: 204 }] },
      { steps: [{ send: get('/visits'), status: 200, body: '0' }] },
    ],
  },
  {
    name: 'express-session that sends its cookie with every answer',
    onlyInside:
      'it adds its cookie after all else, so the one of the envelope undoes a login in the batch (README: Express)',
    volatile: /connect\.sid=s%3A[^;]+/,
    build({ app, placeBatch }) {
      app.use(session({ ...SESSION, rolling: true, saveUninitialized: true }));
      placeBatch();
      app.post('/login', (req, res, next) => {
        req.session.regenerate((error: unknown) => {
          req.session.visits = 1;
          if (error === undefined || error === null) res.sendStatus(204);
          else next(error);
        });
      });
      app.get('/visits', (req, res) => void res.json(req.session.visits ?? 0));
    },
    exchanges: [
      { steps: [{ send: postJson('/login', {}), status: 204 }] },
      { steps: [{ send: postJson('/login', {}), status: 204 }] },
      { steps: [{ send: get('/visits'), status: 200, body: '1' }] },
    ],
  },
  {
    name: 'AsyncLocalStorage',
    build({ app, express, placeBatch }) {
      const storage = new AsyncLocalStorage<{ url: string; requestId: unknown }>();
      app.use((req, _res, next) => {
        storage.run({ url: req.originalUrl, requestId: req.headers['x-request-id'] }, next);
      });
      placeBatch();
      app.use(express.json());
      app.all(['/a', '/b'], (_req, res, next) => {
        const answer = async (): Promise<void> => {
          await delay(1);
          res.on('finish', () => undefined).json(storage.getStore());
        };
        answer().catch(next);
      });
    },
    exchanges: [
      {
        shared: { 'x-request-id': 'r-1' },
        steps: [
          { send: get('/a'), status: 200, body: '{"url":"/a","requestId":"r-1"}' },
          { send: postJson('/b', { a: 1 }), status: 200, body: '{"url":"/b","requestId":"r-1"}' },
          { send: get('/a?2'), status: 200, body: '{"url":"/a?2","requestId":"r-1"}' },
        ],
      },
    ],
  },
];
