import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  type BatchQueue,
  createWorker,
  type RespondAsyncOptions,
  respondAsync,
  type Worker,
} from '@multistatus/async';
import { bullmqQueue } from '@multistatus/async/bullmq';
import { batchMonitors } from '@multistatus/async/express';
import { type BatchOptions, batch, bulk, getOperation } from '@multistatus/express';
import { type BatchStore, createJournal } from '@multistatus/journal';
import express, { type Express, type Request, type Response } from 'express';

/** Who has sent a request, as the app knows it. */
export interface User {
  readonly user: string;
}

/** What an app is to be. */
export interface LocalSettings {
  readonly store: BatchStore;
  /** The connection of the queue to Redis. */
  readonly connection: { readonly path: string };
  /** How long the key of a request belongs to a process that does not respond. @defaultValue that of the journal */
  readonly leaseMs?: number;
  /** Wraps the queue. */
  readonly wrapQueue?: (queue: BatchQueue) => BatchQueue;
  readonly later?: Partial<RespondAsyncOptions<Request, User>>;
  /** The name of the endpoint at `/batch`. @defaultValue batch */
  readonly name?: string;
  readonly batch?: Partial<BatchOptions<Request, User>>;
  /** Adds what comes before the endpoints. */
  readonly setUp?: (app: Express) => void;
  /** Returns who has sent a request with a token; `undefined` if nobody may. */
  readonly userOf?: (token: string) => string | undefined;
  /** What an operation does after its effect. @defaultValue it does nothing, and is answered 201 */
  readonly work?: (operation: string, res: Response) => Promise<void> | void;
  /** False for an app whose operations have no route. */
  readonly hasRoute?: boolean;
}

/**
 * An app in the process of the test, on a real store and queue. It takes batches at `/batch` and lists at `/items`; workers of it
 * are started when a test wants them.
 */
export class LocalApp {
  /** How often each operation or item took effect. */
  readonly effects = new Map<string, number>();
  readonly errors: Error[] = [];
  readonly queue: BatchQueue;
  readonly #settings: LocalSettings;
  readonly #journal;
  readonly #endpoints: readonly object[];
  readonly #express = express();
  readonly #server: Server;
  readonly #workers: Worker[] = [];

  static async open(settings: LocalSettings): Promise<LocalApp> {
    const app = new LocalApp(settings);
    await once(app.#server.listen(0, '127.0.0.1'), 'listening');
    return app;
  }

  private constructor(settings: LocalSettings) {
    this.#settings = settings;
    const {
      store,
      connection,
      leaseMs,
      wrapQueue = (queue) => queue,
      later,
      name = 'batch',
      userOf = (token) => token,
    } = settings;
    this.queue = wrapQueue(bullmqQueue({ connection }));
    const journal = createJournal({
      store,
      ...(leaseMs === undefined ? {} : { leaseMs }),
      identify: (req: Request) => userIn(req),
    });
    this.#journal = journal;
    const onError = (error: unknown): void => void this.errors.push(error as Error);
    const laterAs = (endpoint: string) =>
      respondAsync<Request, User>({
        queue: this.queue,
        name: endpoint,
        monitors: '/monitors',
        capture: (req) => ({ user: userIn(req) ?? '' }),
        ...later,
        limits: { maxBatchesPerClient: 1_000, ...later?.limits },
      });
    const batches = batch({ journal, onError, async: laterAs(name), ...settings.batch });
    const items = bulk({
      journal,
      onError,
      async: laterAs('items'),
      item: { type: 'object', required: ['name'], properties: { name: { type: 'string' } } },
      handle: ({ name }: { name: string }) => this.#takeEffect(name),
    });
    this.#endpoints = [batches, items];
    const app = this.#express;
    settings.setUp?.(app);
    app.use((req, _res, next) => {
      const { principal } = (getOperation(req) ?? {}) as { readonly principal?: User };
      const [, token] = /^Bearer (.*)$/.exec(req.get('authorization') ?? '') ?? [];
      setUser(req, principal?.user ?? (token === undefined ? undefined : userOf(token)));
      next();
    });
    app.use('/batch', batches);
    app.use('/monitors', batchMonitors({ journal }));
    app.post('/items', items);
    if (settings.hasRoute !== false) app.post('/effects/*operation', (req, res) => this.#handle(req, res));
    this.#server = createServer(app);
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Starts a worker of this app. Its errors are among {@link errors}. */
  async startWorker({ concurrency = 4 }: { readonly concurrency?: number } = {}): Promise<Worker> {
    const worker = createWorker({
      target: this.#express,
      endpoints: this.#endpoints,
      journal: this.#journal,
      queue: this.queue,
      concurrency,
      onError: (error) => void this.errors.push(error as Error),
    });
    this.#workers.push(worker);
    await worker.ready;
    return worker;
  }

  async close(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.stop()));
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
    await this.queue.close();
    this.#journal.close();
  }

  async #handle(req: Request, res: Response): Promise<void> {
    if (userIn(req) === undefined) {
      res.status(401).end();
      return;
    }
    const operation = ([] as string[]).concat(req.params['operation'] ?? []).join('/');
    this.#takeEffect(operation);
    await this.#settings.work?.(operation, res);
    if (!res.headersSent) res.status(201).json({ operation });
  }

  #takeEffect(name: string): void {
    this.effects.set(name, (this.effects.get(name) ?? 0) + 1);
  }
}

function setUser(req: IncomingMessage, user: string | undefined): void {
  (req as { user?: string | undefined }).user = user;
}

function userIn(req: IncomingMessage): string | undefined {
  return (req as { readonly user?: string }).user;
}
