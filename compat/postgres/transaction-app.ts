import { EventEmitter, once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { batch, type ExpressBatchOptions, getOperation } from '@multistatus/express';
import express, { type ErrorRequestHandler } from 'express';
import type { Database } from 'photo-album/database';

/** What a client has learned of an operation. */
export interface Outcome {
  readonly id: string;
  readonly status: number;
  readonly body?: { readonly type: string; readonly executed: false | 'unknown' };
}

const INSERT = 'INSERT INTO notes (text) VALUES ($1)';

/** Routes that try what a handler may do to a transaction, in front of a table of notes, and a client of them. */
export class TransactionApp {
  /** `go` lets handlers go on that wait; `held` says that one waits, `tried` what became of what one tried after that. */
  readonly events = new EventEmitter();
  /** What `onError` has heard. */
  readonly errors: Error[] = [];
  readonly #database: Database;
  readonly #server: Server;

  constructor(database: Database, options: ExpressBatchOptions = {}) {
    this.#database = database;
    const app = express();
    const onError = (error: unknown): void => void this.errors.push(error as Error);
    app.use('/batch', batch({ transaction: database.transaction, onError, ...options }));

    app.post('/notes/:text', async (req, res) => {
      await database.of(req).query(INSERT, [req.params.text]);
      res.sendStatus(201);
    });
    app.post('/many/:text', async (req, res) => {
      await Promise.all([1, 2, 3].map((n) => database.of(req).query(INSERT, [`${req.params.text} ${n}`])));
      res.sendStatus(201);
    });
    app.post('/refuse', (_req, res) => void res.sendStatus(409));
    app.post('/swallow', async (req, res) => {
      await database
        .of(req)
        .query('SELECT 1 / 0')
        .catch(() => {});
      res.sendStatus(200);
    });
    app.post('/hold', async (_req, res) => {
      this.events.emit('held');
      await once(this.events, 'go');
      res.sendStatus(200);
    });
    const tryLate = async (req: object): Promise<void> => {
      const transaction = getOperation(req)?.transaction as Pick<Database, 'query'>;
      await once(this.events, 'go');
      const tries = [database.of(req), transaction].map((queries) => queries.query(INSERT, ['late']));
      this.events.emit('tried', await Promise.allSettled(tries));
    };
    app.post('/late', (req) => tryLate(req));
    app.post('/answer-and-go-on', async (req, res) => {
      res.sendStatus(200);
      await tryLate(req);
    });
    app.post('/sleep', async (req, res) => {
      await database.of(req).query('SELECT pg_sleep(0.5)');
      res.sendStatus(200);
    });
    app.post('/kill', async (req, res) => {
      await database.of(req).query('SELECT pg_terminate_backend(pg_backend_pid())');
      res.sendStatus(200);
    });
    // oxlint-disable-next-line max-params -- Express knows an error handler by its four parameters
    app.use(((_error, _req, res, _next) => void res.sendStatus(500)) satisfies ErrorRequestHandler);
    this.#server = app.listen(0, '127.0.0.1');
  }

  async start(): Promise<void> {
    if (!this.#server.listening) await once(this.#server, 'listening');
    await this.#database.query('DROP TABLE IF EXISTS notes');
    await this.#database.query('CREATE TABLE notes (text text)');
  }

  /** Posts to each path within one batch: those of an inner array as a group, the others by themselves. */
  async send(...paths: (string | readonly string[])[]): Promise<Outcome[]> {
    const requests = paths.flatMap((path, index) =>
      typeof path === 'string'
        ? [{ method: 'POST', url: path }]
        : path.map((url) => ({ method: 'POST', url, atomicityGroup: `group-${index}` })),
    );
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify({ requests });
    const response = await fetch(`${this.#origin}/batch`, { method: 'POST', headers, body });
    return ((await response.json()) as { responses: Outcome[] }).responses;
  }

  /** Posts to one path, outside a batch, and returns the status. */
  async post(path: string): Promise<number> {
    return (await fetch(this.#origin + path, { method: 'POST' })).status;
  }

  /** Returns the content of the table, in alphabetical order. */
  async notes(): Promise<string[]> {
    const rows = await this.#database.query<{ text: string }>('SELECT text FROM notes ORDER BY text');
    return rows.map(({ text }) => text);
  }

  async close(): Promise<void> {
    this.#server.close();
    this.#server.closeIdleConnections();
    await once(this.#server, 'close');
  }

  get #origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }
}

/** Returns the status and problem type of each outcome. */
export function summarise(outcomes: readonly Outcome[]): string[] {
  return outcomes.map(({ status, body }) => `${status} ${body?.type?.split(':').at(-1) ?? ''}`.trim());
}
