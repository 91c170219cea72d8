import {
  type BatchQueue,
  createWorker,
  type JobResult,
  type RespondAsyncOptions,
  respondAsync,
  type Worker,
  type WorkerOptions,
} from '@multistatus/async';
import { memoryQueue } from '@multistatus/async/memory';
import { batch } from '@multistatus/express';
import { type BatchStore, createJournal, type StoreJournal } from '@multistatus/journal';
import { memoryStore } from '@multistatus/journal/memory';
import express, { type Request, type RequestHandler } from 'express';
import { type Served, serve } from '../../../support/serve.js';

/** What a test changes. */
export interface AsyncAppOptions {
  readonly store?: BatchStore;
  readonly queue?: BatchQueue;
  readonly respond?: Partial<RespondAsyncOptions<Request, unknown>>;
  readonly batch?: Parameters<typeof batch>[0];
}

/** One process of an app: it answers requests, and its worker runs them. */
export class AsyncApp {
  readonly store: BatchStore;
  readonly queue: BatchQueue;
  readonly journal: StoreJournal<Request>;
  readonly errors: unknown[] = [];
  /** What became of the jobs that were delivered to its workers. */
  readonly ended: JobResult[] = [];
  readonly #app: express.Express = express();
  readonly #handler: ReturnType<typeof batch>;
  readonly #workers: Worker[] = [];
  #served: Served | undefined;

  /** `handler` handles the operations. */
  constructor(handler: RequestHandler, options: AsyncAppOptions = {}) {
    const { store = memoryStore(), queue = memoryQueue(), respond } = options;
    this.store = store;
    this.queue = {
      name: queue.name,
      isDurable: queue.isDurable,
      check: () => queue.check(),
      add: (jobs) => queue.add(jobs),
      depth: () => queue.depth(),
      close: () => queue.close(),
      work: (run, workOptions) =>
        queue.work(async (job) => {
          const result = await run(job);
          this.ended.push(result);
          return result;
        }, workOptions),
    };
    this.journal = createJournal({ store, identify: (req: Request) => req.get('user') ?? 'a' });
    const support = respondAsync<Request, unknown>({ queue: this.queue, name: 'batch', ...respond });
    const onError = (error: unknown): unknown => this.errors.push(error);
    this.#handler = batch<Request, unknown>({
      journal: this.journal,
      async: support,
      onError,
      ...options.batch,
    } as Parameters<typeof batch>[0]);
    this.#app.use('/batch', this.#handler);
    this.#app.use(express.json(), handler);
  }

  /** Starts a worker, and resolves when it takes jobs. */
  async work(options: Partial<WorkerOptions> = {}): Promise<Worker> {
    const worker = createWorker({
      target: this.#app,
      endpoints: [this.#handler],
      journal: this.journal,
      queue: this.queue,
      onError: (error) => this.errors.push(error),
      ...options,
    });
    this.#workers.push(worker);
    await worker.ready;
    return worker;
  }

  /** Sends a batch that is to be answered later, and returns the URL of its monitor. */
  async send(
    requests: readonly object[],
    body: object = {},
    headers: Readonly<Record<string, string>> = {},
  ): Promise<string> {
    const response = await fetch(await this.#url('/batch'), {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json',
        prefer: 'respond-async',
        ...headers,
      },
      body: JSON.stringify({ requests, ...body }),
    });
    const text = await response.text();
    if (response.status !== 202) throw new Error(`${response.status} ${text}`);
    return this.#url(response.headers.get('location') ?? '');
  }

  /** Returns the URL of the monitor of a record. */
  monitorOf(ref: string): Promise<string> {
    return this.#url(`/batch/monitors/${ref}`);
  }

  /** Cancels a batch, and returns what became of it. */
  async cancel(monitor: string): Promise<Answer> {
    const response = await fetch(monitor, { method: 'DELETE', headers: { accept: 'application/json' } });
    return { ...((await response.json()) as Answer), status: response.status };
  }

  /** Polls a monitor until the batch has ended, and returns the answer. */
  async answer(monitor: string, user = 'a'): Promise<Answer> {
    const deadline = performance.now() + 25_000;
    for (;;) {
      const response = await fetch(monitor, { headers: { accept: 'application/json', user } });
      const body = (await response.json()) as Answer;
      if (response.status !== 202) return { ...body, status: response.status };
      if (performance.now() > deadline) throw new Error(`Still ${JSON.stringify(body)}`);
      await new Promise((resolve) => {
        setTimeout(resolve, 5);
      });
    }
  }

  async close(): Promise<void> {
    for (const worker of this.#workers) await worker.stop();
    await this.#served?.close();
    await this.queue.close();
    this.journal.close();
  }

  async #url(path: string): Promise<string> {
    this.#served ??= await serve(this.#app);
    return `http://127.0.0.1:${this.#served.port}${path}`;
  }
}

/** Returns that many POSTs, each with its index as body. */
export function postsOf(count: number): { readonly id: string }[] {
  return Array.from({ length: count }, (_, index) => ({
    id: `op${index}`,
    method: 'POST',
    url: `/photos/${index}`,
    body: { index },
  }));
}

/** Resolves when `check` returns true. Rejects after 25 seconds, with what was waited for. */
export async function until(waitedFor: string, check: () => boolean): Promise<void> {
  const deadline = performance.now() + 25_000;
  while (!check()) {
    if (performance.now() > deadline) throw new Error(`Not in time: ${waitedFor}`);
    await new Promise((resolve) => {
      setTimeout(resolve, 2);
    });
  }
}

/** The answer to a finished batch. */
export interface Answer {
  readonly status: number;
  readonly summary: { readonly total: number; readonly succeeded: number; readonly failed: number };
  readonly responses: readonly {
    readonly id: string;
    readonly status: number;
    /** Of a problem. */
    readonly body?: { readonly type: string; readonly executed: unknown; readonly detail: string };
  }[];
}
