import { get } from 'node:http';
import { describe, expect, test } from '@jest/globals';
import { batch } from '@multistatus/express';
import type { Application, RequestHandler } from 'express';
import request from 'supertest';
import { type ExpressVersion, expressVersions } from '../../support/express-versions.js';
import { getInBatch } from '../../support/post-batch.js';
import { serve } from '../../support/serve.js';
import { warningsOf } from '../../support/warnings-of.js';

interface Mount {
  readonly title: string;
  readonly path: string;
  readonly mount: (app: Application, express: ExpressVersion) => void;
}

/** What code that calls an endpoint itself looks like: a controller of NestJS, or a wrapper. */
function calling(endpoint: RequestHandler): RequestHandler {
  return (req, res, next) => endpoint(req, res, next);
}

const MOUNTS: readonly Mount[] = [
  { title: "app.use('/batch', batch())", path: '/batch', mount: (app) => app.use('/batch', batch()) },
  { title: 'app.use(batch())', path: '', mount: (app) => app.use(batch()) },
  {
    title: "app.use('/api/v1/batch', ...)",
    path: '/api/v1/batch',
    mount: (app) => app.use('/api/v1/batch', batch()),
  },
  {
    title: 'a Router',
    path: '/api/batch',
    mount: (app, express) => app.use('/api', express.Router().use('/batch', batch())),
  },
  {
    title: 'a Router in a Router, under a parameter',
    path: '/tenants/7/api/batch',
    mount: (app, express) =>
      app.use('/tenants/:tenant', express.Router().use('/api', express.Router().use('/batch', batch()))),
  },
  {
    title: 'a sub-app',
    path: '/admin/batch',
    mount: (app, express) => app.use('/admin', express().use('/batch', batch())),
  },
  {
    title: 'a sub-app of a sub-app, in a Router',
    path: '/a/b/c/batch',
    mount: (app, express) => {
      const inner = express().use('/c', express.Router().use('/batch', batch()));
      app.use('/a', express().use('/b', inner));
    },
  },
  { title: "app.post('/batch', batch())", path: '/batch', mount: (app) => app.post('/batch', batch()) },
  { title: 'app.all', path: '/batch', mount: (app) => app.all('/batch', batch()) },
  {
    title: 'a route behind another handler of it',
    path: '/7/batch',
    mount: (app) => app.post('/:tenant/batch', (_req, _res, next) => next(), batch()),
  },
  { title: 'app.route', path: '/batch', mount: (app) => app.route('/batch').post(batch()) },
  {
    title: 'a route of a Router',
    path: '/api/batch',
    mount: (app, express) => app.use('/api', express.Router().post('/batch', batch())),
  },
  {
    title: 'a function that calls it, as the handler of a route',
    path: '/batch',
    mount: (app) => app.post('/batch', calling(batch())),
  },
  {
    title: 'a function that calls it, in a route of several paths with a parameter, in a Router',
    path: '/api/7/Batch',
    mount: (app, express) =>
      app.use('/api', express.Router().all(['/other', '/:tenant/batch/'], calling(batch()))),
  },
  {
    title: 'a function that calls it, at a mount path',
    path: '/batch',
    mount: (app) => app.use('/batch', calling(batch())),
  },
  {
    title: 'a function that calls it, and option path',
    path: '/batch',
    mount: (app) => app.use(calling(batch({ path: '/batch' }))),
  },
  { title: 'option path', path: '/batch', mount: (app) => app.use(batch({ path: '/batch' })) },
  {
    title: 'option path with a slash at its end',
    path: '/batch',
    mount: (app) => app.use(batch({ path: '/batch/' })),
  },
  {
    title: 'option path, relative to the mount',
    path: '/api/some/batch',
    mount: (app, express) => app.use('/api', express.Router().use(batch({ path: '/some/batch' }))),
  },
];

describe.each(expressVersions)('%s', (_version, express) => {
  function createApp(mount: Mount['mount']): Application {
    const app = express();
    mount(app, express);
    app.get('/hello', (req, res) => {
      res.json({ url: req.url, originalUrl: req.originalUrl, baseUrl: req.baseUrl, path: req.path });
    });
    const place: RequestHandler = (req, res) => {
      res.json({ url: req.url, originalUrl: req.originalUrl, baseUrl: req.baseUrl });
    };
    app.use('/deep', express.Router().get('/hello', place));
    app.use('/sub', express().get('/hello', place));
    app.use(express.text({ type: '*/*' }), (req, res) => {
      res.status(299).json({ wentOn: req.originalUrl, body: req.body as unknown });
    });
    return app;
  }

  describe.each(MOUNTS)('$title', ({ path, mount }) => {
    test.each(['', '/', '?x=1', '/?x=/y'])('answers at the mount, followed by %j', async (rest) => {
      const response = await getInBatch(createApp(mount), '/hello?a=b', { path: path + rest || '/' });
      expect(response).toMatchObject({
        href: '/hello?a=b',
        status: 200,
        body: { url: '/hello?a=b', originalUrl: '/hello?a=b', baseUrl: '', path: '/hello' },
      });
    });

    test('lets anything below pass before any check, its body unread', async () => {
      const response = await request(createApp(mount))
        .put(`${path}/other?x=/`)
        .set('content-type', 'image/png')
        .set('accept', 'text/x')
        .send('body');
      expect([response.status, JSON.parse(response.text)]).toEqual([
        299,
        { wentOn: `${path}/other?x=/`, body: 'body' },
      ]);
    });

    test('lets what is beside it pass', async () => {
      const beside = `${path || '/'}x`;
      const response = await request(createApp(mount)).post(beside).type('text').send('body');
      expect([response.status, response.body]).toEqual([299, { wentOn: beside, body: 'body' }]);
    });
  });

  test('an operation has the paths of a request of its own, wherever its handler is mounted', async () => {
    const app = createApp((each) => each.use('/api', express.Router().use('/batch', batch())));
    for (const [url, baseUrl] of [
      ['/deep/hello?a', '/deep'],
      ['/sub/hello?a', '/sub'],
    ] as const) {
      const { body } = await getInBatch(app, url, { path: '/api/batch' });
      expect(body).toEqual({ url: '/hello?a', originalUrl: url, baseUrl });
      expect((await request(app).get(url)).body).toEqual(body);
    }
  });

  test.each([
    ['a mount', (app: Application) => app.use('/batch', batch())],
    ['option path', (app: Application) => app.use(batch({ path: '/batch' }))],
    ['a route', (app: Application) => app.get('/batch', batch())],
  ])('%s knows its path in absolute-form (RFC 9112 section 3.2.2) too', async (_title, mount) => {
    const { port, close } = await serve(createApp(mount));
    try {
      const status = await new Promise((resolve, reject) => {
        get({ port, host: '127.0.0.1', path: 'http://photos.example/batch' }, (answer) => {
          answer.resume().on('end', () => resolve(answer.statusCode));
        }).on('error', reject);
      });
      expect(status).toBe(200);
    } finally {
      await close();
    }
  });

  test('a request that has left the route of a batch belongs to others', async () => {
    const app = express();
    const endpoint = batch();
    app.get('/x', (_req, _res, next) => next());
    app.get('/x', (_req, _res, next) => next());
    app.use('/x/y', endpoint);
    app.use(endpoint);
    app.use((_req, res) => void res.status(299).end());
    expect((await request(app).get('/x')).status).toBe(299);
  });

  test.each([
    [
      'a route that is a RegExp',
      (endpoint: RequestHandler) => express.Router().post(/batch$/, calling(endpoint)),
    ],
    [
      'a condition',
      (endpoint: RequestHandler): RequestHandler =>
        (req, res, next) =>
          req.path === '/batch' ? endpoint(req, res, next) : next(),
    ],
  ])('warns once if it is called by %s, which does not show its path', async (_title, create) => {
    const app = express().use(create(batch()));
    const warnings = await warningsOf(async () => {
      expect((await request(app).post('/batch?x')).status).toBe(404);
      expect((await request(app).post('/batch')).status).toBe(404);
    });
    expect(warnings).toEqual([expect.stringContaining('POST /batch?x has reached batch()')]);
  });

  test('does not warn of what is below or beside its mount', async () => {
    const app = express();
    app.all('/x/y', (_req, _res, next) => next());
    app.use('/x', batch());
    app.use(express.Router().use(batch()));
    app.use('/z', calling(batch()));
    const warnings = await warningsOf(async () => {
      for (const path of ['/x/y', '/z/y', '/other']) expect((await request(app).post(path)).status).toBe(404);
    });
    expect(warnings).toEqual([]);
  });

  test('a repeated href stands under the whole path of the batch', async () => {
    const app = createApp((each) => each.use('/api', express.Router().use('/batch', batch())));
    const requests = [...Array(2)].map(() => ({ method: 'GET', url: '/hello' }));
    const response = await request(app).post('/api/batch/?x').set('accept', 'text/xml').send({ requests });
    expect(response.text).toContain('<D:href>/api/batch/operations/1</D:href>');
  });

  test('two batches of one app stand side by side', async () => {
    const app = createApp((each) => {
      each.use('/small', batch({ limits: { maxOperations: 1 } }));
      each.use('/large', batch({ limits: { maxOperations: 2 } }));
    });
    const requests = [...Array(2)].map(() => ({ method: 'GET', url: '/hello' }));
    expect((await request(app).post('/small').send({ requests })).status).toBe(413);
    expect((await request(app).post('/large').send({ requests })).status).toBe(207);
  });
});
