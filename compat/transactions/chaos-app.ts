import { EventEmitter, once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { batch, type ExpressBatchOptions, getOperation } from '@multistatus/express';
import express, { type ErrorRequestHandler } from 'express';
import type { AuditedDatabase } from './audited-database.js';

/** What the handler of an operation does, one after another. */
export type Step =
  /** Inserts the mark of the operation. */
  | 'insert'
  /** Inserts the mark with an end that makes COMMIT fail, or lose its connection. */
  | 'be refused at commit'
  | 'be killed at commit'
  /** Adds to an account, by its number: what two transactions deadlock on. */
  | number
  /** Runs a statement that fails, and ignores that. */
  | 'swallow'
  /** Runs a statement that fails. */
  | 'fail'
  /** Holds its locks for 20 ms. */
  | 'nap'
  /** Runs a statement that takes longer than an operation may. */
  | 'hang'
  /** Ends the connection. */
  | 'kill'
  /** Answers 409. */
  | 'refuse'
  /** Answers, and goes on: inserts its mark with the end `late`. */
  | 'answer and insert'
  /** Answers, and does the same when the test emits `go`. */
  | 'answer, wait and insert'
  /** Waits until the test emits `go`. */
  | 'wait';

/** How long `hang` takes. */
export const HANG_SECONDS = 1.5;

/** A listening app whose handlers do what their requests say. */
export class ChaosApp {
  /** Emits `waiting` when a handler waits, `aborted` when an operation is, and `failed` with what a handler throws. */
  readonly events = new EventEmitter();
  /** What `onError` was called with. */
  readonly errors: unknown[] = [];
  readonly #server: ReturnType<express.Express['listen']>;

  constructor(database: AuditedDatabase, options: ExpressBatchOptions) {
    const app = express();
    const onError = (error: unknown): void => void this.errors.push(error);
    for (const [path, isolation] of [
      ['/batch', {}],
      ['/serializable', { isolationLevel: 'serializable' }],
    ] as const) {
      app.use(path, batch({ onError, ...options, transaction: database.transaction(isolation) }));
    }
    app.post('/effects/:mark', express.json(), async (req, res) => {
      const { transaction: tx, signal } = getOperation(req) ?? {};
      signal?.addEventListener('abort', () => this.events.emit('aborted'));
      const { mark } = req.params;
      for (const step of (req.body as { steps: Step[] }).steps) {
        if (step === 'refuse') return void res.sendStatus(409);
        if (step === 'answer and insert' || step === 'answer, wait and insert') {
          res.sendStatus(201);
          if (step !== 'answer and insert') await once(this.events, 'go');
          await database.insert(tx, `${mark} late`);
          return;
        }
        if (step === 'wait') {
          const go = once(this.events, 'go');
          this.events.emit('waiting');
          await go;
        } else await perform(database, { tx, mark, step });
      }
      res.sendStatus(201);
    });
    // oxlint-disable-next-line max-params -- Express knows an error handler by its four parameters
    app.use(((error, _req, res, _next) => {
      this.events.emit('failed', error);
      if (!res.headersSent) res.sendStatus(500);
    }) satisfies ErrorRequestHandler);
    this.#server = app.listen(0, '127.0.0.1');
    // A wait and a late statement per operation of a test.
    this.events.setMaxListeners(50);
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async start(): Promise<void> {
    if (!this.#server.listening) await once(this.#server, 'listening');
  }

  async close(): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, 'close');
  }
}

async function perform(
  database: AuditedDatabase,
  { tx, mark, step }: { readonly tx: unknown; readonly mark: string; readonly step: Step },
): Promise<void> {
  if (typeof step === 'number') await database.add(tx, step);
  else if (step === 'insert') await database.insert(tx, mark);
  else if (step === 'be refused at commit') await database.insert(tx, `${mark} refused at commit`);
  else if (step === 'be killed at commit') await database.insert(tx, `${mark} killed at commit`);
  else if (step === 'swallow') await database.run(tx, 'SELECT 1 / 0').catch(() => {});
  else if (step === 'fail') await database.run(tx, 'SELECT 1 / 0');
  else if (step === 'nap') await database.run(tx, 'SELECT pg_sleep(0.02)');
  else if (step === 'hang') await database.run(tx, `SELECT pg_sleep(${HANG_SECONDS})`);
  else if (step === 'kill') await database.run(tx, 'SELECT pg_terminate_backend(pg_backend_pid())');
}
