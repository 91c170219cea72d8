import session from 'express-session';
import passport from 'passport';
import { Strategy as BearerStrategy } from 'passport-http-bearer';
import { Strategy as LocalStrategy } from 'passport-local';
import { get, postJson } from '../middleware-case.js';
import type { ExpressCase } from './express-host.js';

const SESSION = { secret: 'of the test', resave: false, saveUninitialized: false };
const ANA = { id: 7, name: 'Ana' };

export const passportCases: readonly ExpressCase[] = [
  {
    name: 'passport-http-bearer',
    build({ app, placeBatch }) {
      const authenticator = new passport.Passport();
      authenticator.use(
        new BearerStrategy((token, done) => done(null, token === 'of-ana' ? ANA : false, { scope: 'read' })),
      );
      placeBatch();
      app.get('/me', authenticator.authenticate('bearer', { session: false }), (req, res) => {
        res.json([req.user, req.authInfo, req.isAuthenticated()]);
      });
    },
    exchanges: [
      {
        shared: { authorization: 'Bearer of-ana' },
        steps: [{ send: get('/me'), status: 200, body: '[{"id":7,"name":"Ana"},{"scope":"read"},true]' }],
      },
      {
        shared: { authorization: 'Bearer of-nobody' },
        steps: [
          {
            send: get('/me'),
            status: 401,
            headers: { 'www-authenticate': 'Bearer realm="Users", error="invalid_token"' },
          },
        ],
      },
      {
        steps: [
          { send: get('/me'), status: 401, headers: { 'www-authenticate': 'Bearer realm="Users"' } },
          { send: get('/me?access_token=of-ana'), status: 200 },
        ],
      },
    ],
  },
  {
    name: 'passport-local, with express-session',
    volatile: /connect\.sid=s%3A[^;]+/,
    build({ app, express, placeBatch }) {
      const authenticator = new passport.Passport();
      authenticator.use(
        new LocalStrategy((user, secret, done) => done(null, secret === 'right' && { user })),
      );
      authenticator.serializeUser((user, done) => done(null, JSON.stringify(user)));
      authenticator.deserializeUser<string>((text, done) => done(null, JSON.parse(text) as Express.User));
      app.use(session(SESSION), authenticator.session());
      placeBatch();
      app.post('/login', express.json(), authenticator.authenticate('local'), (req, res) => {
        res.json(req.user);
      });
      app.get('/me', (req, res) => void res.status(req.isAuthenticated() ? 200 : 403).json(req.user ?? null));
      app.post('/logout', (req, res, next) => {
        req.logout((error) => (error === undefined ? res.sendStatus(204) : next(error)));
      });
    },
    exchanges: [
      {
        steps: [
          { send: get('/me'), status: 403 },
          {
            send: postJson('/login', { username: 'ana', password: 'wrong' }),
            status: 401,
            body: 'Unauthorized',
          },
        ],
      },
      { steps: [{ send: postJson('/login', { username: 'ana', password: 'right' }), status: 200 }] },
      { steps: [{ send: get('/me'), status: 200, body: '{"user":"ana"}' }] },
      { steps: [{ send: { method: 'POST', path: '/logout' }, status: 204 }] },
      { steps: [{ send: get('/me'), status: 403 }] },
    ],
  },
];
