import { AsyncLocalStorage } from 'node:async_hooks';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { runInThisContext } from 'node:vm';
import { describe, expect, test } from '@jest/globals';
import { batch } from '@multistatus/koa';
import type Koa from 'koa';
import request from 'supertest';
import { getBothWays } from '../../support/compare-with-socket.js';
import { koaVersions, toListener } from '../../support/koa-versions.js';
import { postBatch } from '../../support/post-batch.js';
import { serve } from '../../support/serve.js';

/** The process itself: a test has a copy of it, which hears of no warnings. */
const realProcess = runInThisContext('process') as NodeJS.Process;

function listenersOf(socket: Socket): Record<string, number> {
  return Object.fromEntries(socket.eventNames().map((name) => [String(name), socket.listenerCount(name)]));
}

function operations(count: number, url: string): object[] {
  return Array.from({ length: count }, () => ({ method: 'GET', url }));
}

describe.each(koaVersions)('%s', (_version, KoaClass) => {
  describe.each<[settings: object]>([
    [{}],
    [{ proxy: true }],
    [{ proxy: true, maxIpsCount: 1 }],
    [{ proxy: true, proxyIpHeader: 'X-Real-IP', subdomainOffset: 3 }],
  ])('an app with %j', (settings) => {
    test.each<[string, Record<string, string>]>([
      ['no headers of a proxy', { host: 'a.b.photos.example:8080' }],
      [
        'those of a proxy',
        {
          host: 'inner.example',
          'x-forwarded-for': '203.0.113.7, 198.51.100.2',
          'x-forwarded-proto': 'https',
          'x-forwarded-host': 'c.d.photos.example',
          'x-real-ip': '203.0.113.9',
        },
      ],
    ])('tells the client of an operation as of a request of its own: %s', async (_title, headers) => {
      const app = new KoaClass(settings);
      app.use(batch({ path: '/batch' }));
      app.use(async (ctx) => {
        const { ip, ips, protocol, secure, host, hostname, subdomains, origin, href } = ctx;
        ctx.body = { ip, ips, protocol, secure, host, hostname, subdomains, origin, href };
      });
      const { direct, batched } = await getBothWays(toListener(app), '/who?a=b', headers);
      expect(JSON.parse(batched.text)).toEqual(JSON.parse(direct.text));
      expect(JSON.parse(direct.text)).toMatchObject({ href: expect.stringContaining('/who?a=b') });
    });
  });

  test('two apps of a process do not mix, though they batch at the same time', async () => {
    const apps = ['one', 'two'].map((name) => {
      const app = new KoaClass();
      (app.context as unknown as { appName: string }).appName = name;
      app.use(batch({ path: '/batch' }));
      app.use(async (ctx) => {
        ctx.body = [(ctx as unknown as { appName: string }).appName, ctx.app === app];
      });
      return toListener(app);
    });
    const answers = await Promise.all(apps.map((app) => postBatch(app, operations(20, '/name'))));
    expect(answers[0]?.map(({ body }) => body)).toEqual(Array(20).fill(['one', true]));
    expect(answers[1]?.map(({ body }) => body)).toEqual(Array(20).fill(['two', true]));
  });

  test('an operation stands on the connection that its batch came by', async () => {
    const app = new KoaClass();
    const ports: unknown[] = [];
    app.use((ctx, next) => {
      ports.push([ctx.socket.remotePort, ctx.socket.localPort]);
      return next();
    });
    app.use(batch({ path: '/batch' }));
    await postBatch(toListener(app), operations(1, '/a'));
    expect(ports).toEqual([ports[0], ports[0]]);
    expect(ports[0]).toEqual([expect.any(Number), expect.any(Number)]);
  });

  test('1 000 operations put no listener on the real socket, and nobody warns', async () => {
    const warnings: Error[] = [];
    const warn = (warning: Error): void => void warnings.push(warning);
    realProcess.on('warning', warn);
    let socket: Socket | undefined;
    const seen = new Set<string>();
    const look = (): void => void seen.add(JSON.stringify(listenersOf(socket!)));
    const app = new KoaClass();
    app.use(async (ctx, next) => {
      if (ctx.path === '/batch') look();
      await next();
    });
    app.use(batch({ path: '/batch', limits: { maxOperations: 1_000, concurrency: 100 } }));
    app.use(async (ctx) => {
      expect(ctx.socket).not.toBe(socket);
      await new Promise((resolve) => setImmediate(resolve));
      look();
      ctx.body = 'a';
    });
    const { server, close } = await serve(toListener(app));
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
    const app = new KoaClass();
    app.use((ctx, next) => (ctx.path === '/batch' ? storage.run(ctx.get('x-request-id'), next) : next()));
    app.use(batch({ path: '/batch', limits: { concurrency: 2 } }));
    app.use(async (ctx) => {
      ctx.body = [storage.getStore(), ctx.get('x-request-id')];
    });
    const handler = toListener(app);
    const ids = ['one', 'two', 'three'];
    const answers = await Promise.all(
      ids.map((id) => postBatch(handler, operations(5, '/store'), { headers: { 'x-request-id': id } })),
    );
    ids.forEach((id, index) => {
      expect(answers[index]?.map(({ body }) => body)).toEqual(Array(5).fill([null, id]));
    });
  });

  test('the current context of an app is that of the operation', async () => {
    const app = new KoaClass({ asyncLocalStorage: true } as object);
    app.use(batch({ path: '/batch' }));
    app.use(async (ctx: Koa.Context) => {
      await new Promise((resolve) => setImmediate(resolve));
      const { currentContext } = app as unknown as { currentContext: Koa.Context | undefined };
      ctx.body = [currentContext === ctx, currentContext?.path];
    });
    const responses = await postBatch(toListener(app), [...operations(2, '/a'), ...operations(1, '/b')]);
    expect(responses.map(({ body }) => body)).toEqual([
      [true, '/a'],
      [true, '/a'],
      [true, '/b'],
    ]);
  });

  test('an operation sees its client leave, and the server lives on', async () => {
    const app = new KoaClass();
    app.silent = true;
    let closed: Promise<unknown> = Promise.resolve();
    app.use(batch({ path: '/batch' }));
    const entered = new Promise<void>((resolve) => {
      app.use(async (ctx) => {
        ctx.body = 'a';
        if (ctx.path !== '/waits') return;
        closed = Promise.all([new Promise((gone) => ctx.req.once('close', gone)), once(ctx.res, 'close')]);
        resolve();
        await closed;
      });
    });
    const { server, close } = await serve(toListener(app));
    try {
      const gone = request(server)
        .post('/batch')
        .send({ requests: operations(1, '/waits') });
      gone.end(() => undefined);
      await entered;
      gone.abort();
      await closed;
      expect((await request(server).get('/a')).text).toBe('a');
    } finally {
      await close();
    }
  });
});
