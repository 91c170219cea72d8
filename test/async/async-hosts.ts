import type { RequestListener } from 'node:http';
import {
  type BatchQueue,
  createWorker,
  type RespondAsyncLimits,
  type RespondAsyncOptions,
  respondAsync,
  type Worker,
} from '@multistatus/async';
import * as monitorsOnExpress from '@multistatus/async/express';
import * as monitorsOnKoa from '@multistatus/async/koa';
import { memoryQueue } from '@multistatus/async/memory';
import { type BatchOptions, type BulkOptions, respond } from '@multistatus/core';
import * as onExpress from '@multistatus/express';
import { type BatchStore, createJournal, type StoreJournal } from '@multistatus/journal';
import { memoryStore } from '@multistatus/journal/memory';
import * as onKoa from '@multistatus/koa';
import express, { type RequestHandler } from 'express';
import Koa, { type Middleware } from 'koa';
import { serve } from '../support/serve.js';

/** What a test changes of an app. */
export interface AsyncSetup {
  readonly store?: BatchStore;
  readonly queue?: BatchQueue;
  readonly limits?: RespondAsyncLimits;
  readonly leaseMs?: number;
  readonly retentionMs?: number;
  readonly identify?: 'anyone-with-the-url' | (() => string);
  readonly respondAsync?: Partial<RespondAsyncOptions>;
  readonly batch?: Partial<BatchOptions>;
  readonly bulk?: Partial<BulkOptions<unknown, object>>;
  /** Called for each operation and item. Returns the status to answer with. */
  readonly target?: (request: { readonly method: string; readonly url: string }) => number | Promise<number>;
  /** In front of everything. */
  readonly express?: RequestHandler;
  readonly koa?: Middleware;
  readonly workers?: { readonly concurrency: number };
  /** No worker is started: jobs wait until the test starts one. */
  readonly isPaused?: boolean;
}

/** A running app: `batch()` at `/batch`, and `bulk()` at `/photos` with its monitors at `/monitors`. */
export interface AsyncApp {
  readonly port: number;
  readonly journal: StoreJournal<unknown>;
  readonly queue: BatchQueue;
  readonly errors: readonly unknown[];
  /** Starts a worker; the app stops it. */
  readonly startWorker: () => Promise<Worker>;
  readonly close: () => Promise<void>;
}

/** An app of one framework. */
export interface AsyncHost {
  readonly name: string;
  readonly start: (setup?: AsyncSetup) => Promise<AsyncApp>;
}

export const asyncHosts: readonly AsyncHost[] = [
  { name: 'Express', start: (setup = {}) => start(setup, expressApp) },
  { name: 'Koa', start: (setup = {}) => start(setup, koaApp) },
];

/** What both frameworks need to build the app. */
interface Parts {
  readonly journal: StoreJournal<never>;
  readonly batch: BatchOptions<never>;
  readonly bulk: BulkOptions<unknown, object>;
  readonly target: NonNullable<AsyncSetup['target']>;
  readonly setup: AsyncSetup;
}

interface Built {
  readonly listener: RequestListener;
  readonly endpoints: readonly object[];
}

/** Clients are known by this header. */
const userOf = (outer: unknown): string | undefined => {
  const { headers } = outer as { readonly headers: Readonly<Record<string, string | undefined>> };
  return headers['x-client-name'];
};

async function start(setup: AsyncSetup, build: (parts: Parts) => Built): Promise<AsyncApp> {
  const { store = memoryStore(), queue = memoryQueue(), leaseMs, retentionMs, target = () => 200 } = setup;
  const errors: unknown[] = [];
  const onError = (error: unknown): void => void errors.push(error);
  const identify = setup.identify ?? userOf;
  const journal = createJournal<never>({ store, identify, leaseMs, retentionMs, onError });
  const async = { queue, limits: setup.limits, ...setup.respondAsync };
  const batch = { journal, async: respondAsync({ name: 'batch', ...async }), onError, ...setup.batch };
  const bulk: BulkOptions<unknown, object> = {
    item: {} as never,
    handle: async (item: unknown) =>
      respond({ status: await target({ method: 'ITEM', url: JSON.stringify(item) }) }),
    journal,
    async: respondAsync<never, never>({ name: 'bulk', monitors: '/monitors', ...async } as never),
    onError,
    ...setup.bulk,
  } as never;
  const parts = { journal, batch, bulk, target, setup } as unknown as Parts;
  const { listener, endpoints } = build(parts);
  const workers: Worker[] = [];
  const startWorker = async (): Promise<Worker> => {
    const worker = createWorker({
      target: listener as never,
      endpoints: endpoints as never,
      journal,
      queue,
      leaseMs,
      onError,
      ...setup.workers,
    } as never);
    workers.push(worker);
    await worker.ready;
    return worker;
  };
  if (setup.isPaused !== true) await startWorker();
  const { port, close } = await serve(listener);
  return {
    port,
    journal: journal as StoreJournal<unknown>,
    queue,
    errors,
    startWorker,
    async close() {
      await close();
      await Promise.all(workers.map((worker) => worker.stop()));
      await queue.close();
      journal.close();
    },
  };
}

function expressApp({ journal, batch, bulk, target, setup }: Parts): Built {
  const app = express();
  if (setup.express !== undefined) app.use(setup.express);
  const batchEndpoint = onExpress.batch(batch as never);
  const bulkEndpoint = onExpress.bulk(bulk as never);
  app.use('/batch', batchEndpoint);
  app.all('/photos', bulkEndpoint);
  app.use('/monitors', monitorsOnExpress.batchMonitors({ journal }));
  app.use('/things', async (req, res) => {
    const status = await target({ method: req.method, url: req.originalUrl });
    res.status(status).json({ url: req.originalUrl });
  });
  return { listener: app as unknown as RequestListener, endpoints: [batchEndpoint, bulkEndpoint] };
}

function koaApp({ journal, batch, bulk, target, setup }: Parts): Built {
  const app = new Koa();
  app.on('error', () => undefined);
  if (setup.koa !== undefined) app.use(setup.koa);
  const batchEndpoint = onKoa.batch({ path: '/batch', ...(batch as object) } as never);
  const bulkEndpoint = onKoa.bulk(bulk as never);
  app.use(batchEndpoint as Middleware);
  app.use(async (ctx, next) => {
    if (ctx.path === '/photos') await bulkEndpoint(ctx);
    else await next();
  });
  app.use(monitorsOnKoa.batchMonitors({ journal, path: '/monitors' }) as Middleware);
  app.use(async (ctx) => {
    ctx.status = await target({ method: ctx.method, url: ctx.originalUrl });
    ctx.body = { url: ctx.originalUrl };
  });
  return { listener: app.callback() as RequestListener, endpoints: [batchEndpoint, bulkEndpoint] };
}
