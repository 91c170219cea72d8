import { afterEach, describe, expect, test } from '@jest/globals';
import type { BatchQueue, QueuedJob } from '@multistatus/async';
import { memoryQueue } from '@multistatus/async/memory';
import { getOperation } from '@multistatus/express';
import { memoryStore } from '@multistatus/journal/memory';
import type { RequestHandler, Response } from 'express';
import { writeAbout } from '#async/stored/record-about.js';
import { AsyncApp, type AsyncAppOptions, postsOf, until } from './async-app.js';
import { gated } from './gated.js';

const LEASE_MS = 300;

const apps: AsyncApp[] = [];
function appOf(handler: RequestHandler, options: AsyncAppOptions): AsyncApp {
  const app = new AsyncApp(handler, { batch: { limits: { concurrency: 2 } }, ...options });
  apps.push(app);
  return app;
}
afterEach(async () => {
  for (const app of apps.splice(0)) await app.close();
});

/** A queue that a test delivers from once more. */
class RepeatingQueue implements BatchQueue {
  readonly isDurable = false;
  readonly jobs: QueuedJob[] = [];
  readonly #queue: BatchQueue = memoryQueue();
  readonly check: BatchQueue['check'] = () => this.#queue.check();
  readonly depth: BatchQueue['depth'] = () => this.#queue.depth();
  readonly work: BatchQueue['work'] = (run, options) => this.#queue.work(run, options);
  readonly close: BatchQueue['close'] = () => this.#queue.close();

  add(jobs: readonly QueuedJob[]): Promise<void> {
    this.jobs.push(...jobs);
    return this.#queue.add(jobs);
  }
}

/** A handler that counts, and keeps operations waiting until they are let go. */
class Gatekeeper {
  readonly counts = new Map<number, number>();
  readonly waiting: Response[] = [];
  isOpen = false;
  readonly handle: RequestHandler = (req, res) => {
    const index = getOperation(req)?.index ?? -1;
    this.counts.set(index, (this.counts.get(index) ?? 0) + 1);
    if (this.isOpen) res.status(201).end();
    else this.waiting.push(res);
  };

  open(): void {
    this.isOpen = true;
    for (const res of this.waiting.splice(0)) res.status(201).end();
  }
}

/** Resolves when the record is stopped. */
async function untilStopped(app: AsyncApp, ref: string): Promise<void> {
  for (;;) {
    const record = await app.store.records?.find(ref);
    if (record?.stopped !== undefined) return;
    await new Promise((resolve) => {
      setTimeout(resolve, 5);
    });
  }
}

describe('a worker', () => {
  test('goes on where a dead one has stopped: what had started and cannot be repeated is interrupted', async () => {
    const store = memoryStore();
    const mortal = gated(store);
    const queue = new RepeatingQueue();
    const dying = new Gatekeeper();
    const dead = appOf(dying.handle, { store: mortal.store, queue });
    await dead.work({ leaseMs: LEASE_MS });
    const requests = [...postsOf(4), { id: 'read', method: 'GET', url: '/photos' }];
    await dead.send([requests[4] as object, ...requests.slice(0, 4)]);
    await until('two operations run', () => dying.waiting.length === 2);
    mortal.close();

    const living = new Gatekeeper();
    living.open();
    const heir = appOf(living.handle, { store });
    await heir.work({ leaseMs: LEASE_MS });
    await heir.queue.add(queue.jobs);
    const monitor = await heir.monitorOf(queue.jobs[0]?.ref ?? '');
    const { responses } = await heir.answer(monitor);
    await until('the job has ended', () => heir.ended.length > 0);
    // It has waited for the lease of the dead one.
    expect(heir.ended).toEqual(['done']);
    expect(responses.map(({ id, status }) => `${id} ${status}`)).toEqual([
      'read 201',
      'op0 500',
      'op1 201',
      'op2 201',
      'op3 201',
    ]);
    expect(responses[1]?.body).toMatchObject({
      type: 'urn:multistatus:problem:interrupted',
      executed: 'unknown',
    });
    expect([...living.counts].sort(([a], [b]) => a - b)).toEqual([
      [0, 1],
      [2, 1],
      [3, 1],
      [4, 1],
    ]);
    dying.open();
  });

  test('does not run a job that another one runs', async () => {
    const store = memoryStore();
    const queue = new RepeatingQueue();
    const handler = new Gatekeeper();
    const first = appOf(handler.handle, { store, queue });
    await first.work({ leaseMs: LEASE_MS });
    const monitor = await first.send(postsOf(4));
    await until('it runs', () => handler.waiting.length === 2);
    const second = appOf(handler.handle, { store });
    await second.work({ leaseMs: LEASE_MS });
    await second.queue.add(queue.jobs);
    await until('the second worker has waited for the first', () => second.ended.length === 1);
    expect(second.ended).toEqual(['done']);
    handler.open();
    expect((await first.answer(monitor)).summary.succeeded).toBe(4);
    expect([...handler.counts.values()]).toEqual([1, 1, 1, 1]);
  });

  test('that stops ends what has started, and gives back the rest', async () => {
    const store = memoryStore();
    const queue = memoryQueue();
    const handler = new Gatekeeper();
    const first = appOf(handler.handle, { store, queue });
    const worker = await first.work({ concurrency: 1 });
    const monitor = await first.send(postsOf(120));
    await until('it runs', () => handler.waiting.length === 2);
    const stopped = worker.stop();
    for (const res of handler.waiting.splice(0)) res.status(201).end();
    await stopped;
    expect(first.ended).toEqual(['again']);
    expect([...handler.counts]).toEqual([
      [0, 1],
      [1, 1],
    ]);
    handler.open();
    const second = appOf(handler.handle, { store, queue });
    await second.work();
    expect((await first.answer(monitor)).summary.succeeded).toBe(120);
    expect(handler.counts.size).toBe(120);
    expect(Math.max(...handler.counts.values())).toBe(1);
  });

  test('aborts what runs when the batch is cancelled and the grace is over, and starts nothing more', async () => {
    const handler = new Gatekeeper();
    const app = appOf(handler.handle, { respond: { limits: { cancelGraceMs: 0 } } });
    await app.work();
    const monitor = await app.send(postsOf(60));
    await until('it runs', () => handler.waiting.length >= 4);
    const started = handler.waiting.length;
    const { responses } = await app.cancel(monitor);
    const count = (status: number): number =>
      responses.filter((response) => response.status === status).length;
    expect([count(504), count(503)]).toEqual([started, 60 - started]);
    expect(handler.counts.size).toBe(started);
  });

  test('lets what runs end when the batch is cancelled, and starts nothing more', async () => {
    const handler = new Gatekeeper();
    const app = appOf(handler.handle, { respond: { limits: { cancelGraceMs: 20_000 } } });
    await app.work();
    const monitor = await app.send(postsOf(50));
    await until('it runs', () => handler.waiting.length === 2);
    const cancelled = app.cancel(monitor);
    await untilStopped(app, monitor.split('/').at(-1) ?? '');
    // Another one starts in the place of each until the worker knows.
    while (handler.waiting.length > 0) {
      handler.waiting.shift()?.status(201).end();
      await new Promise((resolve) => {
        setTimeout(resolve, 50);
      });
    }
    const started = handler.counts.size;
    const statuses = (await cancelled).responses.map(({ status }) => status);
    expect(started).toBeLessThan(50);
    expect(statuses).toEqual(Array.from({ length: 50 }, (_, index) => (index < started ? 201 : 503)));
  });

  test('waits while the journal cannot be reached, and reports that once', async () => {
    const mortal = gated(memoryStore());
    const handler = new Gatekeeper();
    handler.open();
    const app = appOf(handler.handle, { store: mortal.store });
    const monitor = await app.send(postsOf(120));
    mortal.close();
    const failed = app.work();
    await expect(failed).resolves.toBeDefined();
    await until('it is reported', () => app.errors.length > 0);
    mortal.open();
    expect((await app.answer(monitor)).summary.succeeded).toBe(120);
    expect(app.errors.map(String)).toEqual(['Error: The store cannot be reached']);
  });

  test('settles what is left of a job that has been interrupted five times', async () => {
    const handler = new Gatekeeper();
    const app = appOf(handler.handle, {});
    handler.open();
    const monitor = await app.send(postsOf(3));
    const ref = monitor.split('/').at(-1) ?? '';
    for (let attempt = 1; attempt <= 5; attempt += 1) {
      const job = await app.journal.batches?.openJob(ref, 0, 60_000);
      if (job?.state !== 'open') throw new Error(`It is ${job?.state}`);
      await job.entry.claim([{ unit: 1 }]);
      await job.entry.end(undefined);
    }
    await app.work();
    const { responses } = await app.answer(monitor);
    expect(responses.map(({ body }) => [body?.type, body?.executed])).toEqual([
      ['urn:multistatus:problem:not-started', false],
      ['urn:multistatus:problem:interrupted', 'unknown'],
      ['urn:multistatus:problem:not-started', false],
    ]);
    expect(responses[1]?.body?.detail).toContain('interrupted 5 times');
    expect(handler.counts.size).toBe(0);
  });

  test('runs a job that workers have given back many times', async () => {
    const handler = new Gatekeeper();
    const app = appOf(handler.handle, {});
    handler.open();
    const monitor = await app.send(postsOf(3));
    const ref = monitor.split('/').at(-1) ?? '';
    for (let attempt = 1; attempt <= 20; attempt += 1) {
      const job = await app.journal.batches?.openJob(ref, 0, 60_000);
      if (job?.state !== 'open') throw new Error(`It is ${job?.state}`);
      await job.entry.end(undefined);
    }
    await app.work();
    expect((await app.answer(monitor)).summary.succeeded).toBe(3);
  });

  test('stops a batch whose job is damaged, and reports that', async () => {
    const app = appOf((_req, res) => void res.end(), {});
    const { records } = app.store;
    const ref = 'damaged'.padEnd(24, '-');
    const answer = { format: 'json', mediaType: 'application/json', isMinimal: false, applied: [] };
    const about = writeAbout({
      endpoint: 'batch',
      kind: 'batch',
      principal: undefined,
      headers: {},
      connection: {},
      head: { path: '/batch', host: undefined, answer },
      appVersion: undefined,
    });
    await records?.create({ ref, client: 'a', about, keepMs: 60_000, runMs: 60_000, maxRecords: 1 });
    await records?.addJobs(ref, [{ job: 0, units: 1, firstUnit: 0, payload: '{' }], 1_000);
    await records?.open(ref);
    await app.queue.add([{ id: `${ref}.0`, ref, job: 0, endpoint: 'batch', priority: 1 }]);
    await app.work();
    await until('it is reported five times', () => app.errors.length === 5);
    await until('the record has ended', () => app.ended.includes('done'));
    expect(await records?.find(ref)).toMatchObject({ stopped: 'abort', done: 0 });
    expect(new Set(app.errors.map(String))).toEqual(
      new Set(['TypeError: The stored value is damaged: job is not JSON']),
    );
  });
});
