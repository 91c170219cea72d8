import { describe, expect, test } from '@jest/globals';
import { batch, bulk, type ExpressBatchOptions } from '@multistatus/express';
import type { ErrorRequestHandler, RequestHandler } from 'express';
import request from 'supertest';
import { expressVersions } from '../../support/express-versions.js';
import { getInBatch } from '../../support/post-batch.js';
import { serve } from '../../support/serve.js';

function create(options: unknown): () => unknown {
  return () => batch(options as ExpressBatchOptions);
}

describe('options of batch', () => {
  test.each<[label: string, create: () => unknown]>([
    ['()', () => batch()],
    ['{}', () => batch({})],
    [
      'undefined members',
      () => batch({ target: undefined, path: undefined, limits: { concurrency: undefined } }),
    ],
    ['a null-prototype object', create(Object.create(null))],
  ])('may be %s', (_label, make) => {
    expect(make()).toEqual(expect.any(Function));
  });

  test('fit where Express counts parameters', () => {
    expect(batch()).toHaveLength(3);
  });

  test.each([null, [], 'path', 1])('may not be %j', (options) => {
    expect(create(options)).toThrow(TypeError);
  });

  test.each([
    ['paht', 'path'],
    ['targets', 'target'],
    ['maxOperation', 'limits.maxOperations'],
    ['concurency', 'limits.concurrency'],
    ['onerror', 'onError'],
  ])('%s is refused, and %s proposed', (name, meant) => {
    expect(create({ [name]: undefined })).toThrow(`batch.${name} is not an option; did you mean ${meant}?`);
  });

  test('a limit out of its range is refused when the batch is made', () => {
    expect(create({ limits: { concurrency: 0 } })).toThrow(RangeError);
    expect(create({ limits: { maxOperations: '5' } })).toThrow(
      'batch.limits.maxOperations must be an integer',
    );
  });

  test.each(['batch', '', 'http://h/batch', null, 1, Number.NaN, /batch/, ['/batch']])(
    'path may not be %j',
    (path) => {
      expect(create({ path })).toThrow(TypeError);
      expect(create({ path })).toThrow('batch.path must be a path that begins with /');
    },
  );

  test.each([null, 'user', true, {}, []])('prepare may not be %j', (prepare) => {
    expect(create({ prepare })).toThrow(TypeError);
    expect(create({ prepare })).toThrow('batch.prepare must be a function');
  });

  test.each([null, 'app', 1, {}, [], { handle: () => undefined }])('target may not be %j', (target) => {
    expect(create({ target })).toThrow(TypeError);
    expect(create({ target })).toThrow('batch.target must be a (req, res) handler');
  });
});

test('without an app around it, the message names the option target', async () => {
  const middleware = batch();
  const thrown: unknown[] = [];
  const served = await serve((req, res) => {
    try {
      middleware(req, res, (error) => thrown.push(error));
    } catch (error) {
      thrown.push(error);
    }
    res.end();
  });
  await fetch(`http://127.0.0.1:${served.port}/`, { method: 'POST' });
  await served.close();
  expect(thrown.map(String)).toEqual([
    'TypeError: batch() is not mounted in an Express app, so it needs the option target, such as batch({ target: app })',
  ]);
});

describe.each(expressVersions)('%s: option target', (_version, express) => {
  test('may be another app, whose settings and paths operations have', async () => {
    const api = express();
    api.set('subdomain offset', 5);
    api.get('/who', (req, res) => {
      res.json([req.app === api, req.app.get('subdomain offset'), req.originalUrl]);
    });
    const gateway = express();
    gateway.use('/v1/batch', batch({ target: api }));
    gateway.get('/who', (_req, res) => void res.status(500).end());
    expect(await getInBatch(gateway, '/who', { path: '/v1/batch' })).toMatchObject({
      status: 200,
      body: [true, 5, '/who'],
    });
  });

  test('may be an app that gets its routes later', async () => {
    const api = express();
    const gateway = express().use('/batch', batch({ target: api }));
    api.get('/late', (_req, res) => void res.json('here'));
    expect(await getInBatch(gateway, '/late')).toMatchObject({ status: 200, body: 'here' });
  });

  test('may be a plain handler', async () => {
    const app = express().use(
      '/batch',
      batch({
        target: (req, res) => {
          res.setHeader('content-type', 'text/plain');
          res.end(`${req.method} ${req.url}`);
        },
      }),
    );
    expect(await getInBatch(app, '/a?b')).toMatchObject({ status: 200, body: 'GET /a?b' });
  });

  test('may not be a Router, which would need an app', () => {
    expect(create({ target: express.Router() })).toThrow(TypeError);
    expect(create({ target: express.Router() })).toThrow('express().use(router)');
    expect(() => batch({ target: express().use(express.Router()) })).not.toThrow();
  });
});

describe.each(expressVersions)('a call that was forgotten, in %s', (_name, express) => {
  test.each([
    ['batch', batch, "batch() needs to be called: app.use('/batch', batch())"],
    ['bulk', bulk, "bulk() needs to be called: app.patch('/photos', bulk({ item, handle }))"],
  ])('%s is an error that says so', async (_title, forgotten, message) => {
    const handler = forgotten as unknown as RequestHandler;
    const errors: unknown[] = [];
    const app = express().use('/batch', handler);
    app.use(((error: unknown, _req, res, _next) => {
      errors.push(error);
      res.sendStatus(500);
    }) as ErrorRequestHandler);
    await request(app).post('/batch').send({}).expect(500);
    expect(errors).toEqual([new TypeError(message)]);
  });
});
