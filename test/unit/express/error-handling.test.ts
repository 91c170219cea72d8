import { describe, expect, test } from '@jest/globals';
import { batch } from '@multistatus/express';
import type { Application, ErrorRequestHandler } from 'express';
import { getBothWays } from '../../support/compare-with-socket.js';
import { expressVersions } from '../../support/express-versions.js';
import { getInBatch } from '../../support/post-batch.js';

/** With a stack that does not tell how the handler was called. */
function boom(members: object = {}): Error {
  return Object.assign(new Error('boom'), { stack: 'Error: boom\n    at photos' }, members);
}

describe.each(expressVersions)('%s', (version, express) => {
  function createApp(errors: unknown[], errorHandler?: ErrorRequestHandler): Application {
    const app = express();
    app.use('/batch', batch({ onError: (error) => errors.push(error) }));
    app.get('/throws', () => {
      throw boom();
    });
    app.get('/throws-no-error', () => {
      throw 'just text'; // oxlint-disable-line no-throw-literal
    });
    app.get('/passes-on', (_req, _res, next) => next(boom()));
    app.get('/passes-on-later', (_req, _res, next) => void setImmediate(() => next(boom())));
    app.get('/has-status', (_req, _res, next) => {
      next(boom({ status: 422, headers: { 'x-why': 'because', 'retry-after': '5' } }));
    });
    app.get('/had-headers', (_req, res, next) => {
      res.set({ 'x-gone': '1', 'content-type': 'image/png' }).status(201);
      next(boom({ expose: true }));
    });
    if (version === 'Express 5') app.get('/rejects', () => Promise.reject(boom()));
    app.get('/cut', (_req, res, next) => {
      res.write('begun');
      next(boom());
    });
    if (errorHandler !== undefined) app.use(errorHandler);
    return app;
  }

  const paths = [
    ...['/throws', '/throws-no-error', '/passes-on', '/passes-on-later', '/has-status', '/had-headers'],
    ...['/nowhere', '/%C3%A9/%3Cscript%3E'],
    ...(version === 'Express 5' ? ['/rejects'] : []),
  ];

  describe.each<[string, ErrorRequestHandler | undefined]>([
    ['no error handler', undefined],
    [
      'an error handler',
      // Express knows an error handler by its four parameters.
      // oxlint-disable-next-line max-params
      (error: Error, req, res, _next) => {
        res
          .status(418)
          .set('x-path', req.originalUrl)
          .json({ message: error.message ?? error });
      },
    ],
    [
      'an error handler that fails itself',
      () => {
        throw boom({ status: 503 });
      },
    ],
  ])('an app with %s', (_title, errorHandler) => {
    test.each(paths)('answers GET %s byte for byte as over a socket', async (path) => {
      const errors: unknown[] = [];
      const { direct, batched } = await getBothWays(createApp(errors, errorHandler), path);
      expect(batched).toEqual(direct);
      expect(direct.status).toBeGreaterThanOrEqual(404);
      expect(errors).toEqual([]);
    });
  });

  test('a response that an error cuts off is none', async () => {
    const errors: unknown[] = [];
    expect(await getInBatch(createApp(errors), '/cut')).toMatchObject({
      status: 500,
      body: { type: 'urn:multistatus:problem:no-response', executed: 'unknown' },
    });
    expect(errors).toHaveLength(1);
  });

  test('an operation that fails leaves the others alone', async () => {
    const app = createApp([]);
    app.get('/fine', (_req, res) => void res.json('fine'));
    expect(await getInBatch(app, '/throws')).toMatchObject({ status: 500 });
    expect(await getInBatch(app, '/fine')).toMatchObject({ status: 200, body: 'fine' });
  });
});
