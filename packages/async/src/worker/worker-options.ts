import { endpointOf, rejectUnknownOptions } from '@multistatus/core/adapter';
import type { NodeHandler } from '@multistatus/inject';
import type { JournalBatches } from '@multistatus/journal';
import type { BatchQueue } from '../batch-queue.js';
import type { RespondAsync } from '../respond-async.js';
import { ErrorReports } from './error-reports.js';
import { type WorkerEndpoint, workerEndpoint } from './worker-endpoint.js';

/** The journal of a worker: what `createJournal` returns. */
export interface WorkerJournal {
  /** Resolves when the store can be used. Rejects, with an error that says what to do, if it cannot. */
  readonly ready: () => Promise<void>;
  /** `undefined` if the store has no `records`. */
  readonly batches: JournalBatches | undefined;
}

/** Options of {@link createWorker}. */
export interface WorkerOptions {
  /**
   * The app that runs the operations of batches: an Express app, the `callback()` of a Koa app, or any `(req, res)` handler. May be
   * absent if all endpoints are of `bulk()`.
   */
  readonly target?: NodeHandler | undefined;
  /** The endpoints whose jobs this worker runs: what `batch()` and `bulk()` returned. They need the option `async`. */
  readonly endpoints: readonly object[];
  /** The journal of the endpoints. */
  readonly journal: WorkerJournal;
  /** The queue of the endpoints. */
  readonly queue: BatchQueue;
  /**
   * How many jobs run at the same time. Each runs as many operations at the same time as the option `concurrency` of its endpoint
   * allows.
   *
   * @defaultValue 4
   */
  readonly concurrency?: number | undefined;
  /**
   * Milliseconds after which another worker may go on with a job of a worker that has stopped. It must be longer than the event loop
   * is ever blocked.
   *
   * @defaultValue 5_000
   */
  readonly leaseMs?: number | undefined;
  /** Called with errors that belong to no operation. @defaultValue console.error */
  readonly onError?: ((error: unknown) => void) | undefined;
}

/** The options of a worker, checked and with the defaults applied. */
export interface WorkerSettings {
  /** By name. */
  readonly endpoints: ReadonlyMap<string, WorkerEndpoint>;
  readonly batches: JournalBatches;
  readonly ready: () => Promise<void>;
  readonly queue: BatchQueue;
  readonly concurrency: number;
  readonly leaseMs: number;
  readonly errors: ErrorReports;
}

const NAMES = ['target', 'endpoints', 'journal', 'queue', 'concurrency', 'leaseMs', 'onError'] as const;
const NUMBERS = {
  concurrency: { value: 4, min: 1, max: 1_000 },
  leaseMs: { value: 5_000, min: 100, max: 3_600_000 },
} as const;

/**
 * Checks the options of a worker and applies the defaults.
 *
 * @throws {TypeError} for an option that is unknown, missing or of the wrong kind.
 * @throws {RangeError} for a number out of its range.
 */
export function resolveWorkerOptions(options: WorkerOptions): WorkerSettings {
  rejectUnknownOptions('createWorker', options, { known: NAMES });
  const { target, journal, queue, onError = report } = options;
  const batches = (journal as WorkerJournal | undefined)?.batches;
  if (batches === undefined) {
    throw new TypeError(
      'createWorker.journal must be a journal whose store keeps requests that are answered later, such as postgresStore(pool)',
    );
  }
  if (typeof (queue as BatchQueue | undefined)?.work !== 'function')
    throw new TypeError('createWorker.queue must be a queue, such as bullmqQueue({ connection })');
  if (target !== undefined && typeof target !== 'function') {
    throw new TypeError(
      'createWorker.target must be an Express app, the callback() of a Koa app, or a (req, res) handler',
    );
  }
  if (typeof onError !== 'function') throw new TypeError('createWorker.onError must be a function');
  return {
    endpoints: endpointsByName(options),
    batches,
    ready: () => journal.ready(),
    queue,
    concurrency: numberOf('concurrency', options.concurrency),
    leaseMs: numberOf('leaseMs', options.leaseMs),
    errors: new ErrorReports(onError),
  };
}

function endpointsByName({
  endpoints,
  journal,
  queue,
  target,
}: WorkerOptions): ReadonlyMap<string, WorkerEndpoint> {
  if (!Array.isArray(endpoints) || endpoints.length === 0)
    throw new TypeError('createWorker.endpoints must be a list of what batch() and bulk() returned');
  const byName = new Map<string, WorkerEndpoint>();
  for (const [index, handler] of endpoints.entries()) {
    const place = `createWorker.endpoints[${index}]`;
    const endpoint = handler == null ? undefined : endpointOf(handler as object);
    if (endpoint === undefined)
      throw new TypeError(`${place} must be what batch() or bulk() returned, with the option async`);
    const { name } = endpoint.support;
    if ((endpoint.journal as unknown) !== journal)
      throw new TypeError(`${place} has another journal than the worker: pass the same object to both`);
    const { name: ofEndpoint } = (endpoint.support as RespondAsync).settings.queue;
    if (ofEndpoint !== queue.name)
      throw new TypeError(`${place} has another queue than the worker: ${ofEndpoint}, not ${queue.name}`);
    if (byName.has(name)) throw new TypeError(`${place} has the same name as another endpoint: ${name}`);
    if (endpoint.kind === 'batch' && target === undefined)
      throw new TypeError(
        `createWorker.target is missing: pass the app, which runs the operations of the batch ${name}`,
      );
    byName.set(name, workerEndpoint(endpoint, target ?? noTarget));
  }
  return byName;
}

function numberOf(name: keyof typeof NUMBERS, value: number | undefined): number {
  const { value: byDefault, min, max } = NUMBERS[name];
  if (value === undefined) return byDefault;
  if (Number.isInteger(value) && value >= min && value <= max) return value;
  throw new RangeError(`createWorker.${name} must be an integer from ${min} to ${max}, got ${value}`);
}

/** Nothing is dispatched by the endpoints of `bulk()`. */
function noTarget(): never {
  throw new TypeError('createWorker.target is missing');
}

/** Prints an error that belongs to no operation. */
function report(error: unknown): void {
  // biome-ignore lint/suspicious/noConsole: the error would be lost otherwise
  console.error(error);
}
