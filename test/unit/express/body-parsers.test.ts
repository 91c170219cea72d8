import { describe, expect, test } from '@jest/globals';
import { batch, type ExpressBatchOptions } from '@multistatus/express';
import type { Application, RequestHandler } from 'express';
import request from 'supertest';
import { expressVersions } from '../../support/express-versions.js';
import { postBatch } from '../../support/post-batch.js';

const BATCH = { requests: [{ method: 'POST', url: '/echo', body: { a: 'é' } }] };

describe.each(expressVersions)('%s', (_version, express) => {
  function createApp(parser: RequestHandler, options: ExpressBatchOptions = {}): Application {
    const app = express();
    app.use(parser);
    app.use('/batch', batch(options));
    app.post('/echo', express.json(), (req, res) => {
      res.json({ body: req.body as unknown });
    });
    return app;
  }

  const parsers: [string, RequestHandler][] = [
    ['express.json()', express.json()],
    ['express.raw()', express.raw({ type: 'application/json' })],
    ['express.text()', express.text({ type: 'application/json' })],
    ['express.urlencoded()', express.urlencoded({ extended: false })],
    ['express.text() for other types', express.text()],
  ];

  describe.each(parsers)('behind %s', (name, parser) => {
    test('answers as in front of it', async () => {
      const [response] = await postBatch(createApp(parser), BATCH.requests);
      expect(response?.status).toBe(200);
      if (name === 'express.json()') expect(response?.body).toEqual({ body: { a: 'é' } });
    });

    test('holds the body to its own limit, announced or not', async () => {
      const app = createApp(parser, { limits: { maxBodyBytes: 20 } });
      const announced = await request(app).post('/batch').send(BATCH);
      expect([announced.status, announced.body]).toMatchObject([413, { limit: 'maxBodyBytes', max: 20 }]);
      const chunked = request(app).post('/batch').type('json').set('transfer-encoding', 'chunked');
      chunked.write(JSON.stringify(BATCH));
      const response = await chunked;
      expect([response.status, response.body]).toMatchObject([413, { limit: 'maxBodyBytes', max: 20 }]);
    });
  });

  test('what a parser refuses is its own affair: no JSON', async () => {
    const response = await request(createApp(express.json()))
      .post('/batch')
      .type('json')
      .send('{"requests":');
    expect(response.status).toBe(400);
    expect(response.type).toBe('text/html');
  });

  test.each<[string, RequestHandler]>([
    ['express.json()', express.json({ limit: 20 })],
    ['express.raw()', express.raw({ type: 'application/json', limit: 20 })],
  ])('what a parser refuses is its own affair: over the limit of %s', async (_name, parser) => {
    const response = await request(createApp(parser)).post('/batch').send(BATCH);
    expect(response.status).toBe(413);
    expect(response.type).toBe('text/html');
  });

  test.each([
    ['null', null],
    ['an array', []],
    ['an object without requests', {}],
  ])('finds the faults of %s that express.json() has let pass', async (_what, value) => {
    const response = await request(createApp(express.json({ strict: false })))
      .post('/batch')
      .type('json')
      .send(JSON.stringify(value));
    expect([response.status, response.body]).toMatchObject([
      400,
      { type: 'urn:multistatus:problem:invalid-batch' },
    ]);
  });

  test('holds the value of a parser to maxJsonDepth', async () => {
    const nested = { requests: [{ method: 'POST', url: '/echo', body: [[[[]]]] }] };
    const shallow = createApp(express.json(), { limits: { maxJsonDepth: 6 } });
    const response = await request(shallow).post('/batch').send(nested);
    expect([response.status, response.body]).toMatchObject([413, { limit: 'maxJsonDepth', actual: 7 }]);
    const deep = createApp(express.json(), { limits: { maxJsonDepth: 7 } });
    expect((await request(deep).post('/batch').send(nested)).status).toBe(207);
  });

  test('tells where to mount it if somebody else has read the body', async () => {
    const reader: RequestHandler = (req, _res, next) => {
      req.resume().on('end', () => next());
    };
    const response = await request(createApp(reader)).post('/batch').send(BATCH);
    expect([response.status, response.body]).toMatchObject([
      500,
      {
        type: 'urn:multistatus:problem:body-already-consumed',
        detail: expect.stringContaining('mount batch() before that middleware'),
      },
    ]);
  });
});
