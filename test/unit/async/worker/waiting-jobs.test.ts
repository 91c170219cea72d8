import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { memoryQueue } from '@multistatus/async/memory';
import type { Timing } from '@multistatus/document';
import { memoryStore } from '@multistatus/journal/memory';
import type { RequestHandler } from 'express';
import { AsyncApp, type AsyncAppOptions, postsOf } from './async-app.js';

interface MultistatusReport {
  readonly responses: readonly { readonly timing: Timing }[];
}

const apps: AsyncApp[] = [];
function appOf(handler: RequestHandler, options: AsyncAppOptions): AsyncApp {
  const app = new AsyncApp(handler, options);
  apps.push(app);
  return app;
}
afterEach(async () => {
  jest.useRealTimers();
  for (const app of apps.splice(0)) await app.close();
});

describe('jobs that wait', () => {
  test('run in turns of the clients, however many a client has', async () => {
    const order: string[] = [];
    const app = appOf(
      (req, res) => {
        order.push(req.url.split('/')[1] ?? '');
        res.status(201).end();
      },
      { respond: { limits: { jobSize: 1 } } },
    );
    const send = (user: string, url: string, count: number): Promise<string> =>
      app.send(
        Array.from({ length: count }, (_, index) => ({ method: 'POST', url: `/${url}/${index}` })),
        {},
        { user },
      );
    const monitors = [await send('a', 'long', 20), await send('a', 'next', 2), await send('b', 'short', 2)];
    await app.work({ concurrency: 1 });
    for (const [index, monitor] of monitors.entries())
      expect((await app.answer(monitor, index === 2 ? 'b' : 'a')).summary.failed).toBe(0);
    const long = new Array<string>(18).fill('long');
    expect(order).toEqual(['long', 'short', 'long', 'short', ...long, 'next', 'next']);
  });

  test('with the option timings, the start of an operation includes the time that its job has waited', async () => {
    let now = 0;
    const app = appOf((_req, res) => void res.end(), {
      store: memoryStore({ now: () => now }),
      batch: { timings: true },
    });
    const monitor = await app.send(postsOf(2));
    now += 5_000;
    await app.work();
    const { responses } = (await app.answer(monitor)) as unknown as MultistatusReport;
    expect(responses).toHaveLength(2);
    for (const { timing } of responses) expect(timing.startMs).toBeGreaterThanOrEqual(5_000);
  });

  test('are limited: further requests are refused until workers have run some', async () => {
    const app = appOf((_req, res) => void res.end(), {
      respond: { limits: { jobSize: 1, maxQueuedJobs: 3 } },
    });
    const monitor = await app.send(postsOf(3));
    await expect(app.send(postsOf(1))).rejects.toThrow(/^503 .*queue-full/);
    await app.work();
    expect((await app.answer(monitor)).summary.succeeded).toBe(3);
    const next = await app.send(postsOf(1));
    expect((await app.answer(next)).summary.succeeded).toBe(1);
  });

  test('are added to the queue again if it has lost them', async () => {
    let now = 0;
    const queue = memoryQueue();
    let isLosing = true;
    const app = appOf((_req, res) => void res.end(), {
      store: memoryStore({ now: () => now }),
      queue: {
        name: 'memory',
        isDurable: true,
        check: () => queue.check(),
        add: (jobs) => (isLosing ? Promise.resolve() : queue.add(jobs)),
        depth: () => queue.depth(),
        work: (run, options) => queue.work(run, options),
        close: () => queue.close(),
      },
    });
    const monitor = await app.send(postsOf(120));
    isLosing = false;
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask', 'performance', 'Date'] });
    await app.work();
    now += 10_000;
    await jest.advanceTimersByTimeAsync(5_000);
    jest.useRealTimers();
    expect((await app.answer(monitor)).summary.succeeded).toBe(120);
  });

  test('are left to the workers of their own queue', async () => {
    let now = 0;
    const store = memoryStore({ now: () => now });
    const app = appOf((_req, res) => void res.end(), { store });
    const monitor = await app.send(postsOf(120));
    const queue = memoryQueue();
    const other = appOf((_req, res) => void res.end(), {
      store,
      queue: Object.defineProperty(queue, 'name', { value: 'other' }),
    });
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask', 'performance', 'Date'] });
    await other.work();
    now += 10_000;
    await jest.advanceTimersByTimeAsync(5_000);
    jest.useRealTimers();
    expect(await queue.depth()).toBe(0);
    expect(other.ended).toEqual([]);
    await app.work();
    expect((await app.answer(monitor)).summary.succeeded).toBe(120);
  });
});
