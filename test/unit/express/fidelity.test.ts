import { AsyncLocalStorage } from 'node:async_hooks';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { runInThisContext } from 'node:vm';
import { describe, expect, test } from '@jest/globals';
import { batch } from '@multistatus/express';
import type { Application } from 'express';
import request from 'supertest';
import { getBothWays } from '../../support/compare-with-socket.js';
import { expressVersions } from '../../support/express-versions.js';
import { getInBatch, postBatch } from '../../support/post-batch.js';
import { serve } from '../../support/serve.js';

/** The process itself: a test has a copy of it, which hears of no warnings. */
const realProcess = runInThisContext('process') as NodeJS.Process;

function listenersOf(socket: Socket): Record<string, number> {
  return Object.fromEntries(socket.eventNames().map((name) => [String(name), socket.listenerCount(name)]));
}

function operations(count: number, url: string): object[] {
  return Array.from({ length: count }, () => ({ method: 'GET', url }));
}

describe.each(expressVersions)('%s', (_version, express) => {
  describe.each<[trust: unknown]>([[false], [true], [1], ['loopback'], [['loopback', '198.51.100.0/24']]])(
    'with trust proxy %j',
    (trust) => {
      test.each<[string, Record<string, string>]>([
        ['no headers of a proxy', { host: 'a.b.photos.example:8080' }],
        [
          'those of a proxy',
          {
            host: 'inner.example',
            'x-forwarded-for': '203.0.113.7, 198.51.100.2',
            'x-forwarded-proto': 'https',
            'x-forwarded-host': 'c.d.photos.example',
          },
        ],
      ])('an operation knows its client as a request of its own does: %s', async (_title, headers) => {
        const app = express();
        app.set('trust proxy', trust);
        app.use('/batch', batch());
        app.get('/who', (req, res) => {
          const { ip, ips, protocol, secure, hostname, subdomains, xhr } = req;
          const { remoteAddress, remoteFamily } = req.socket;
          res.json({ ip, ips, protocol, secure, hostname, subdomains, xhr, remoteAddress, remoteFamily });
        });
        const { direct, batched } = await getBothWays(app, '/who', headers);
        expect(JSON.parse(batched.text)).toEqual(JSON.parse(direct.text));
        expect(JSON.parse(direct.text)).toMatchObject({
          ip: expect.any(String),
          hostname: expect.any(String),
        });
      });
    },
  );

  function shapeOf(prototype: object): unknown {
    return [Object.getPrototypeOf(prototype) as unknown, Object.getOwnPropertyDescriptors(prototype)];
  }

  test('the prototypes that all apps share are as before, and real requests work', async () => {
    const app = express();
    app.use('/batch', batch());
    app.get('/a', (req, res) => {
      res.json({ ip: req.ip, isApp: req.app === app, fresh: req.fresh, accepts: req.accepts('json') });
    });
    const prototypes = [express.request, express.response, app.request, app.response];
    const before = prototypes.map(shapeOf);
    const direct = await request(app).get('/a');
    expect((await getInBatch(app, '/a')).body).toEqual(direct.body);
    expect(prototypes.map(shapeOf)).toEqual(before);
    const [after, other] = [await request(app).get('/a'), await request(express()).get('/a')];
    expect([after.status, after.body]).toEqual([200, direct.body]);
    expect(other.status).toBe(404);
  });

  test('two apps of a process do not mix, though they batch at the same time', async () => {
    const apps = ['one', 'two'].map((name) => {
      const app = express();
      Object.defineProperty(app.request, 'appName', { value: name });
      app.set('json spaces', name === 'one' ? 0 : 2);
      app.use('/batch', batch());
      app.get('/name', (req, res) => {
        res.json([(req as unknown as { appName: string }).appName, req.app === app]);
      });
      return app;
    });
    const answers = await Promise.all(apps.map((app) => postBatch(app, operations(20, '/name'))));
    expect(answers[0]?.map(({ body }) => body)).toEqual(Array(20).fill(['one', true]));
    expect(answers[1]?.map(({ body }) => body)).toEqual(Array(20).fill(['two', true]));
  });

  test('a batch as target of the batch of another app works too', async () => {
    const inner = express().get('/a', (_req, res) => void res.json('inner'));
    const outer: Application = express().use('/batch', batch({ target: inner }));
    const top = express().use('/v1', outer);
    expect(await getInBatch(top, '/a', { path: '/v1/batch' })).toMatchObject({ body: 'inner' });
  });

  test('an operation stands on the connection that its batch came by', async () => {
    const app = express();
    const ports: unknown[] = [];
    app.use((req, _res, next) => {
      ports.push([req.socket.remotePort, req.socket.localPort]);
      next();
    });
    app.use('/batch', batch());
    app.get('/a', (_req, res) => void res.end());
    await getInBatch(app, '/a');
    expect(ports).toEqual([ports[0], ports[0]]);
    expect(ports[0]).toEqual([expect.any(Number), expect.any(Number)]);
  });

  test('1 000 operations put no listener on the real socket, and nobody warns', async () => {
    const warnings: Error[] = [];
    const warn = (warning: Error): void => void warnings.push(warning);
    realProcess.on('warning', warn);
    const app = express();
    let socket: Socket | undefined;
    const seen = new Set<string>();
    const look = (): void => void seen.add(JSON.stringify(listenersOf(socket!)));
    app.use((req, _res, next) => {
      if (req.originalUrl === '/batch') look();
      next();
    });
    app.use('/batch', batch({ limits: { maxOperations: 1_000, concurrency: 100 } }));
    app.get('/a', (req, res) => {
      expect(req.socket).not.toBe(socket);
      setImmediate(() => {
        look();
        res.json('a');
      });
    });
    const { server, close } = await serve(app);
    try {
      server.once('connection', (connection) => {
        socket = connection;
      });
      const responses = await postBatch(server, operations(1_000, '/a'));
      expect(responses.filter(({ status }) => status === 200)).toHaveLength(1_000);
      expect([...seen]).toHaveLength(1);
      await new Promise((resolve) => setImmediate(resolve)); // warnings come on the next tick
      expect(warnings).toEqual([]);
    } finally {
      realProcess.off('warning', warn);
      await close();
    }
  });

  test('the async context of the batch request does not reach its operations', async () => {
    const storage = new AsyncLocalStorage<string>();
    const app = express();
    app.use((req, _res, next) => {
      if (req.path === '/batch') storage.run(String(req.headers['x-request-id']), next);
      else next();
    });
    app.use('/batch', batch({ limits: { concurrency: 2 } }));
    app.get('/store', (req, res) => {
      res.json([storage.getStore(), req.headers['x-request-id']]);
    });
    const ids = ['one', 'two', 'three'];
    const answers = await Promise.all(
      ids.map((id) => postBatch(app, operations(5, '/store'), { headers: { 'x-request-id': id } })),
    );
    ids.forEach((id, index) => {
      expect(answers[index]?.map(({ body }) => body)).toEqual(Array(5).fill([null, id]));
    });
  });

  test('an operation sees its client leave, and the server lives on', async () => {
    const app = express();
    app.use('/batch', batch());
    let closed: Promise<unknown> = Promise.resolve();
    const entered = new Promise<void>((resolve) => {
      app.get('/waits', (req, res) => {
        closed = Promise.all([new Promise((gone) => req.once('close', gone)), once(res, 'close')]);
        resolve();
      });
    });
    app.get('/a', (_req, res) => void res.json('a'));
    const { server, close } = await serve(app);
    try {
      const gone = request(server)
        .post('/batch')
        .send({ requests: operations(1, '/waits') });
      gone.end(() => undefined);
      await entered;
      gone.abort();
      await closed;
      expect((await request(server).get('/a')).body).toBe('a');
    } finally {
      await close();
    }
  });
});
