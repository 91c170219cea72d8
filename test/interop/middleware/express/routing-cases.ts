import createError from 'http-errors';
import { get, postJson } from '../middleware-case.js';
import { answerError, type ExpressCase } from './express-host.js';

export const routingCases: readonly ExpressCase[] = [
  {
    name: 'http-errors, answered by the default error handler',
    volatile: /<pre>.*?<\\\/pre>|<pre>.*?<\/pre>/,
    build({ app, placeBatch }) {
      placeBatch();
      app.get('/locked', (_req, _res, next) =>
        next(createError(423, 'held by Ana', { headers: { 'x-by': 'Ana' } })),
      );
      app.get('/broken', () => {
        throw createError(503, 'no disk', { expose: true });
      });
    },
    exchanges: [
      {
        steps: [
          { send: get('/locked'), status: 423, headers: { 'x-by': 'Ana' }, body: /held by Ana/ },
          { send: get('/broken'), status: 503, body: /no disk/ },
          { send: postJson('/nowhere', {}), status: 404, body: /Cannot POST \/nowhere/ },
        ],
      },
    ],
  },
  {
    name: 'http-errors, answered by the app',
    build({ app, placeBatch }) {
      placeBatch();
      app.get('/:status', (req, _res, next) => next(createError(Number(req.params.status))));
      app.use(answerError);
    },
    exchanges: [
      {
        steps: [
          { send: get('/409'), status: 409, body: '{"message":"Conflict"}' },
          { send: get('/507'), status: 507, body: '{"message":"Insufficient Storage"}' },
        ],
      },
    ],
  },
  {
    name: 'a Router and a sub-app',
    build({ app, express, note, placeBatch }) {
      const photos = express.Router({ mergeParams: true });
      photos.param('photo', (req, _res, next, id: string) => {
        note(`${req.originalUrl} param ${id}`);
        next();
      });
      photos.get('/:photo', (req, res) => void res.json([req.baseUrl, req.url, req.path, req.params]));
      photos
        .route('/')
        .get((req, res) => void res.json(req.query))
        .post((_req, res) => res.redirect(303, '1'));
      const admin = express();
      admin.use(express.json());
      admin.put('/settings', (req, res) => void res.json([req.baseUrl, req.app.mountpath, req.body]));
      admin.get('/broken', () => {
        throw new Error('for the app above');
      });
      app.use('/albums/:album/photos', photos);
      app.use('/admin', admin);
      placeBatch();
      app.get('/admin/after', (req, res) => void res.send(`after, ${String(req.app === app)}`));
      app.use(answerError);
    },
    exchanges: [
      {
        steps: [
          {
            send: get('/albums/4/photos/7?size=s'),
            status: 200,
            body: '["/albums/4/photos","/7?size=s","/7",{"album":"4","photo":"7"}]',
          },
          { send: get('/albums/4/photos?a=1&a=2'), status: 200, body: '{"a":["1","2"]}' },
          {
            send: postJson('/albums/4/photos', {}),
            status: 303,
            headers: { location: '1' },
            body: /See Other/,
          },
          { send: { method: 'OPTIONS', path: '/albums/4/photos' }, status: 200 },
          { send: { method: 'HEAD', path: '/albums/4/photos/7' }, status: 200, body: '' },
          {
            send: { ...postJson('/admin/settings', { a: 1 }), method: 'PUT' },
            status: 200,
            body: '["/admin","/admin",{"a":1}]',
          },
          { send: get('/admin/broken'), status: 500, body: '{"message":"for the app above"}' },
          { send: get('/admin/after'), status: 200, body: 'after, true' },
        ],
      },
    ],
    notes: ['/albums/4/photos/7?size=s param 7', '/albums/4/photos/7 param 7'],
  },
];
