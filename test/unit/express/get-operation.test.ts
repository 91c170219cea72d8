import { once } from 'node:events';
import { request as open } from 'node:http';
import { describe, expect, test } from '@jest/globals';
import { batch, type ExpressBatchOptions, getOperation, type OperationInfo } from '@multistatus/express';
import type { Application, RequestHandler } from 'express';
import request from 'supertest';
import { expressVersions } from '../../support/express-versions.js';
import { postBatch } from '../../support/post-batch.js';
import { serve } from '../../support/serve.js';

const GET = { method: 'GET', url: '/' };

describe.each(expressVersions)('%s: getOperation', (_version, express) => {
  function createApp(options: ExpressBatchOptions, handler: RequestHandler): Application {
    return express().use('/batch', batch(options)).use(handler);
  }

  /** An app that keeps what `getOperation` says of each of its requests. */
  function createKeeper(options: ExpressBatchOptions = {}): {
    app: Application;
    kept: (OperationInfo | undefined)[];
  } {
    const kept: (OperationInfo | undefined)[] = [];
    const app = createApp(options, (req, res) => {
      kept.push(getOperation(req));
      res.end();
    });
    return { app, kept };
  }

  test('is undefined outside of a batch, and for the batch itself', async () => {
    const { app, kept } = createKeeper();
    const ofEnvelope: unknown[] = [];
    const outer = express().use((req, _res, next) => {
      ofEnvelope.push(getOperation(req));
      next();
    });
    outer.use('/batch', batch({ target: app }));
    await request(app).get('/');
    await postBatch(outer, [GET]);
    expect([ofEnvelope, kept[0]]).toEqual([[undefined], undefined]);
    expect(kept[1]).toBeDefined();
  });

  test('tells id and place of the operation, and a batchId that is that of its batch alone', async () => {
    const { app, kept } = createKeeper();
    await postBatch(app, [{ ...GET, id: 'first' }, GET]);
    await postBatch(app, [GET]);
    expect(kept).toMatchObject([
      { id: 'first', index: 0, transaction: undefined },
      { id: '1', index: 1, transaction: undefined },
      { id: '0', index: 0, transaction: undefined },
    ]);
    const [one, same, other] = kept.map((info) => info?.batchId);
    expect(one).toMatch(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/);
    expect([same === one, other === one]).toEqual([true, false]);
  });

  test('gives the same inside of routers and mounted apps', async () => {
    const kept: unknown[] = [];
    const keep: RequestHandler = (req, _res, next) => {
      kept.push(getOperation(req)?.id);
      next();
    };
    const inner = express().get('/c', keep, (_req, res) => void res.end());
    const app = createApp({}, keep).use('/a', keep, express.Router().use('/b', keep, inner));
    await postBatch(app, [{ id: 'deep', method: 'GET', url: '/a/b/c' }]);
    expect(kept).toEqual(['deep', 'deep', 'deep', 'deep']);
  });

  test('gives what the transaction of its group was begun with', async () => {
    const { app, kept } = createKeeper({ transaction: (group, run) => run({ of: group.name }) });
    await postBatch(app, [
      { ...GET, atomicityGroup: 'trip' },
      { ...GET, atomicityGroup: 'trip' },
      { ...GET, atomicityGroup: 'other' },
      GET,
    ]);
    const byIndex = kept.sort((one, other) => Number(one?.index) - Number(other?.index));
    expect(byIndex.map((info) => info?.transaction)).toEqual([
      { of: 'trip' },
      { of: 'trip' },
      { of: 'other' },
      undefined,
    ]);
  });

  test('signal: is aborted when the time of the operation is up, and not of one that has answered', async () => {
    const signals: (AbortSignal | undefined)[] = [];
    const app = createApp({ limits: { operationTimeoutMs: 30 } }, (req, res) => {
      signals.push(getOperation(req)?.signal);
      if (req.url === '/') res.end();
    });
    const responses = await postBatch(app, [GET, { method: 'GET', url: '/hangs' }]);
    expect(responses.map(({ status }) => status)).toEqual([200, 504]);
    expect(signals.map((signal) => signal?.aborted)).toEqual([false, true]);
  });

  test('signal: is aborted when the client has gone', async () => {
    let entered = (): void => undefined;
    const wasDispatched = new Promise<void>((resolve) => {
      entered = resolve;
    });
    let signal: AbortSignal | undefined;
    const app = createApp({}, (req) => {
      signal = getOperation(req)?.signal;
      entered();
    });
    const { port, close } = await serve(app);
    try {
      const body = JSON.stringify({ requests: [GET] });
      const headers = { 'content-type': 'application/json' };
      const client = open({ host: '127.0.0.1', port, method: 'POST', path: '/batch', headers });
      client.on('error', () => undefined).end(body);
      await wasDispatched;
      expect(signal?.aborted).toBe(false);
      const aborted = once(signal as AbortSignal, 'abort');
      client.destroy();
      await aborted;
    } finally {
      await close();
    }
  });
});
