import { afterEach, describe, expect, test } from '@jest/globals';
import { type BatchQueue, createWorker, respondAsync } from '@multistatus/async';
import { memoryQueue } from '@multistatus/async/memory';
import { batch, getOperation } from '@multistatus/express';
import { createJournal } from '@multistatus/journal';
import { memoryStore } from '@multistatus/journal/memory';
import { AsyncApp, postsOf, until } from './async-app.js';

const apps: AsyncApp[] = [];
function appOf(...args: ConstructorParameters<typeof AsyncApp>): AsyncApp {
  const app = new AsyncApp(...args);
  apps.push(app);
  return app;
}
afterEach(async () => {
  for (const app of apps.splice(0)) await app.close();
});

describe('createWorker', () => {
  test('runs a batch of several jobs, each operation once, with its index of the whole batch', async () => {
    const seen: (readonly [string, number | undefined, unknown])[] = [];
    const app = appOf((req, res) => {
      seen.push([req.url, getOperation(req)?.index, req.body]);
      res.status(201).json({ url: req.url });
    });
    await app.work();
    const answer = await app.answer(await app.send(postsOf(120)));
    expect(answer.status).toBe(207);
    expect(answer.summary).toMatchObject({ total: 120, succeeded: 120, failed: 0 });
    expect(answer.responses.map(({ id }) => id)).toEqual(postsOf(120).map(({ id }) => id));
    expect(answer.responses[77]?.body).toEqual({ url: '/photos/77' });
    const sorted = seen.sort(([, a = 0], [, b = 0]) => a - b);
    expect(sorted).toEqual(Array.from({ length: 120 }, (_, index) => [`/photos/${index}`, index, { index }]));
    expect(app.errors).toEqual([]);
  });

  test('runs operations that depend on each other in one job', async () => {
    const app = appOf(
      (req, res) => {
        res.status(req.url === '/fails' ? 500 : 201).json({ url: req.url });
      },
      { respond: { limits: { jobSize: 1 } } },
    );
    await app.work();
    const monitor = await app.send([
      { id: 'album', method: 'POST', url: '/albums' },
      { id: 'alone', method: 'POST', url: '/alone' },
      {
        id: 'photo',
        method: 'POST',
        url: '/photos',
        body: { album: { $ref: 'album' } },
        dependsOn: ['album'],
      },
      { id: 'broken', method: 'POST', url: '/fails' },
      { id: 'after', method: 'POST', url: '/after', dependsOn: ['broken'] },
    ]);
    const { responses } = await app.answer(monitor);
    expect(responses.map(({ id, status }) => `${id} ${status}`)).toEqual([
      'album 201',
      'alone 201',
      'photo 201',
      'broken 500',
      'after 424',
    ]);
  });

  test('runs as many jobs at the same time as concurrency allows, and operations as the endpoint allows', async () => {
    let running = 0;
    let most = 0;
    const app = appOf(
      async (_req, res) => {
        running += 1;
        most = Math.max(most, running);
        // Whatever may start at the same time has started by then.
        for (let turn = 0; turn < 20; turn += 1) {
          await new Promise((resolve) => {
            setImmediate(resolve);
          });
        }
        running -= 1;
        res.status(201).end();
      },
      { respond: { limits: { jobSize: 10 } }, batch: { limits: { concurrency: 3 } } },
    );
    await app.work({ concurrency: 2 });
    const { summary } = await app.answer(await app.send(postsOf(60)));
    expect(summary.succeeded).toBe(60);
    expect(most).toBe(6);
  });

  test('operations have the address of the client, the principal, and what restore sets', async () => {
    const seen: unknown[] = [];
    const app = appOf(
      (req, res) => {
        const { principal } = getOperation(req) ?? {};
        seen.push([
          req.ip,
          req.socket.localPort,
          principal,
          (req as { user?: unknown }).user,
          req.get('cookie'),
          req.get('x-tenant'),
        ]);
        res.end();
      },
      {
        respond: {
          capture: (req) => ({ name: req.get('user') }),
          restore: async (principal, request) => {
            await Promise.resolve();
            Object.assign(request, { user: principal });
          },
        },
        batch: { headers: { inherit: ['x-tenant'] } },
      },
    );
    await app.work();
    const headers = { user: 'a', cookie: 'session=secret', 'x-tenant': 't' };
    const monitor = await app.send(postsOf(1), {}, headers);
    expect((await app.answer(monitor)).summary.succeeded).toBe(1);
    const port = Number(new URL(monitor).port);
    expect(seen).toEqual([['127.0.0.1', port, { name: 'a' }, { name: 'a' }, undefined, 't']]);
  });

  test('waits for whatever can be awaited that restore returns', async () => {
    const users: unknown[] = [];
    const app = appOf(
      (req, res) => {
        users.push((req as { user?: unknown }).user);
        res.end();
      },
      {
        respond: {
          // As the query of a database that runs when it is awaited.
          restore: (_principal, request) =>
            ({
              // biome-ignore lint/suspicious/noThenProperty: this is what is tested
              then: (resolve: () => void) => {
                setImmediate(() => {
                  Object.assign(request, { user: 'ana' });
                  resolve();
                });
              },
            }) as Promise<void>,
        },
      },
    );
    await app.work();
    await app.answer(await app.send(postsOf(1)));
    expect(users).toEqual(['ana']);
  });

  test('an operation fails if restore does, and the app does not see it', async () => {
    let calls = 0;
    const app = appOf(
      (_req, res) => {
        calls += 1;
        res.end();
      },
      { respond: { restore: () => Promise.reject(new Error('no such user')) } },
    );
    await app.work();
    const { responses } = await app.answer(await app.send(postsOf(1)));
    expect(responses[0]?.status).toBe(500);
    expect(calls).toBe(0);
    expect(app.errors.map(String)).toEqual(['Error: no such user']);
  });

  test('reports another version of the app once, and runs its jobs', async () => {
    const store = memoryStore();
    const queue = memoryQueue();
    const old = appOf((_req, res) => void res.end(), { store, queue, respond: { appVersion: '1.0' } });
    const current = appOf((_req, res) => void res.end(), { store, queue, respond: { appVersion: '1.1' } });
    await current.work();
    for (const monitor of [await old.send(postsOf(60)), await old.send(postsOf(1))])
      expect((await old.answer(monitor)).summary.failed).toBe(0);
    expect(current.errors.map(String)).toEqual([
      'Error: A job was accepted by version 1.0 of the app, and runs in version 1.1',
    ]);
  });

  test('gives back a job of an endpoint that it does not have, and reports that once', async () => {
    const store = memoryStore();
    const queue = memoryQueue();
    const handler = (_req: unknown, res: { end(): void }): void => res.end();
    const app = appOf(handler, { store, queue, respond: { name: 'new' } });
    const other = appOf(handler, { store, queue, respond: { name: 'old' } });
    await other.work();
    const monitor = await app.send(postsOf(60));
    await until('it is reported', () => other.errors.length > 0);
    await app.work();
    expect((await app.answer(monitor)).summary.failed).toBe(0);
    expect(other.errors.map(String)).toEqual([
      'Error: Received a job for the endpoint "new", which is not among createWorker.endpoints: it is returned to the queue, for a worker that has this endpoint',
    ]);
  });

  test('refuses an endpoint whose jobs are in another queue', async () => {
    const named = (name: string): BatchQueue => {
      const queue = memoryQueue();
      return Object.defineProperty(queue, 'name', { value: name });
    };
    const app = appOf((_req, res) => void res.end(), { queue: named('shop') });
    await expect(app.work({ queue: named('blog') })).rejects.toThrow(
      'createWorker.endpoints[0] has another queue than the worker: shop, not blog',
    );
  });

  test.each([
    ['without capture, reports', {}, 1],
    ['with capture, does not report', { capture: () => 'ana' }, 0],
  ])('%s that operations are answered 401', async (_what, respond, reports) => {
    const app = appOf((_req, res) => void res.status(401).end(), { respond });
    await app.work();
    expect((await app.answer(await app.send(postsOf(60)))).summary.failed).toBe(60);
    expect(app.errors).toHaveLength(reports);
    for (const error of app.errors) expect(String(error)).toContain('option capture of respondAsync');
  });

  test('goes on trying if the queue cannot be used, while ready rejects', async () => {
    const queue = memoryQueue();
    let checks = 0;
    const check = (): Promise<void> => {
      checks += 1;
      return checks === 1 ? Promise.reject(new Error('set maxmemory-policy')) : Promise.resolve();
    };
    const app = appOf((_req, res) => void res.end(), {
      queue: {
        name: 'memory',
        isDurable: false,
        check,
        add: (jobs) => queue.add(jobs),
        depth: () => queue.depth(),
        work: (run, options) => queue.work(run, options),
        close: () => queue.close(),
      },
    });
    await expect(app.work()).rejects.toThrow('set maxmemory-policy');
    expect((await app.answer(await app.send(postsOf(2)))).summary.succeeded).toBe(2);
    expect(app.errors.map(String)).toEqual(['Error: set maxmemory-policy']);
  });

  test('a queue that cannot be used after an outage is reported, and the worker can be stopped', async () => {
    const queue = memoryQueue();
    let isDown = true;
    const app = appOf((_req, res) => void res.end(), {
      queue: {
        name: 'memory',
        isDurable: true,
        check: async () => {
          if (isDown) throw new Error('down');
        },
        add: (jobs) => queue.add(jobs),
        depth: () => queue.depth(),
        work: () => {
          throw new Error('closed meanwhile');
        },
        close: () => queue.close(),
      },
    });
    await expect(app.work()).rejects.toThrow('down');
    isDown = false;
    await until('the error of work', () => app.errors.length === 2);
    expect(app.errors.map(String)).toEqual(['Error: down', 'Error: closed meanwhile']);
  });

  describe('refuses', () => {
    const journal = createJournal({ store: memoryStore(), identify: 'anyone-with-the-url' });
    const queue = memoryQueue();
    const endpoint = batch({ journal, async: respondAsync({ queue, name: 'batch' }) });
    const target = (): void => undefined;
    const good = { target, endpoints: [endpoint], journal, queue };
    const other = createJournal({ store: memoryStore(), identify: 'anyone-with-the-url' });
    afterEach(() => {
      journal.close();
      other.close();
    });

    test.each([
      [{ concurency: 2 }, 'createWorker.concurency is not an option; did you mean concurrency?'],
      [{ concurrency: 0 }, 'createWorker.concurrency must be an integer from 1 to 1000, got 0'],
      [{ leaseMs: 1.5 }, 'createWorker.leaseMs must be an integer from 100 to 3600000, got 1.5'],
      [{ endpoints: [] }, 'createWorker.endpoints must be a list of what batch() and bulk() returned'],
      [
        { endpoints: [batch()] },
        'createWorker.endpoints[0] must be what batch() or bulk() returned, with the option async',
      ],
      [
        { endpoints: [endpoint, endpoint] },
        'createWorker.endpoints[1] has the same name as another endpoint: batch',
      ],
      [
        { endpoints: [null] },
        'createWorker.endpoints[0] must be what batch() or bulk() returned, with the option async',
      ],
      [
        { journal: undefined },
        'createWorker.journal must be a journal whose store keeps requests that are answered later',
      ],
      [
        { journal: other },
        'createWorker.endpoints[0] has another journal than the worker: pass the same object to both',
      ],
      [
        { target: undefined },
        'createWorker.target is missing: pass the app, which runs the operations of the batch batch',
      ],
      [
        { target: {} },
        'createWorker.target must be an Express app, the callback() of a Koa app, or a (req, res) handler',
      ],
      [{ queue: {} }, 'createWorker.queue must be a queue, such as bullmqQueue({ connection })'],
      [{ onError: 'log' }, 'createWorker.onError must be a function'],
    ])('%j', (change, message) => {
      expect(() => createWorker({ ...good, ...change } as never)).toThrow(message);
    });
  });
});
