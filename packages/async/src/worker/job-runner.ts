import {
  ClientConnection,
  type ClientSignal,
  UnknownVersionError,
  type WorkPart,
} from '@multistatus/core/adapter';
import type { BatchRecord, OpenedJob } from '@multistatus/journal';
import { dispatchTo } from '@multistatus/node';
import type { JobResult, QueuedJob } from '../batch-queue.js';
import { pause } from '../pause.js';
import { readJobPayload } from '../stored/job-payload.js';
import { type RecordAbout, readAbout } from '../stored/record-about.js';
import { abandonedOutcome } from './abandoned-outcome.js';
import { RecordWatches } from './record-watches.js';
import { WatchedEntry } from './watched-entry.js';
import type { WorkerEndpoint } from './worker-endpoint.js';
import type { WorkerSettings } from './worker-options.js';

/** How often a job is begun if its workers die. After that, what it has not run is settled without being run. */
const MAX_ATTEMPTS = 5;
/** How often a job is begun at all. Workers that stop give it back, which says nothing against the job. */
const MAX_BEGINNINGS = 100;
/** Milliseconds for which a job is held back if the journal cannot be used. */
const JOURNAL_PAUSE_MS = 1_000;

/** Milliseconds by which a timer may be early, or the clock of the store slow. */
const TIMER_MS = 50;

type OpenJob = Extract<OpenedJob, { state: 'open' }>;

/** The request that a job is a part of. */
interface AcceptedRequest {
  readonly endpoint: WorkerEndpoint;
  readonly about: RecordAbout;
  /** When it was accepted, as a time of `performance.now()`. */
  readonly acceptedAt: number;
}

/** Runs jobs. */
export class JobRunner {
  readonly #settings: WorkerSettings;
  readonly #watches: RecordWatches;
  readonly #stopping: ClientSignal;

  /** Once `stopping` is aborted, nothing new starts. */
  constructor(settings: WorkerSettings, stopping: ClientSignal) {
    this.#settings = settings;
    this.#stopping = stopping;
    this.#watches = new RecordWatches(settings.batches.records);
  }

  /** Never rejects. */
  async run(job: QueuedJob): Promise<JobResult> {
    const { errors, endpoints, batches } = this.#settings;
    errors.queue.ended();
    if (this.#stopping.aborted) return 'again';
    const endpoint = endpoints.get(job.endpoint);
    if (endpoint === undefined) {
      errors.reportOnce(
        `Received a job for the endpoint ${JSON.stringify(job.endpoint)}, which is not among createWorker.endpoints: it is returned to the queue, for a worker that has this endpoint`,
      );
      return 'again';
    }
    try {
      const record = await batches.records.find(job.ref);
      if (record === undefined || record.endedAt !== undefined) return 'done';
      const acceptedAt = performance.now() - (record.now - record.createdAt);
      const about = await this.#readAbout(record, endpoint);
      if (typeof about === 'string') return about;
      const opened = await this.#open(job);
      errors.journal.ended();
      return typeof opened === 'string'
        ? opened
        : await this.#runOpened(job, opened, { endpoint, about, acceptedAt });
    } catch (error) {
      errors.journal.began(error);
      await pause(JOURNAL_PAUSE_MS, this.#stopping);
      return 'again';
    }
  }

  /** Returns what is kept of the request; if it cannot be read, what becomes of the job. */
  async #readAbout(record: BatchRecord, { appVersion }: WorkerEndpoint): Promise<RecordAbout | JobResult> {
    const { errors, batches } = this.#settings;
    try {
      const about = readAbout(record.about);
      if (about.appVersion !== appVersion) {
        errors.reportOnce(
          `A job was accepted by version ${about.appVersion ?? 'undefined'} of the app, and runs in version ${appVersion ?? 'undefined'}`,
        );
      }
      return about;
    } catch (error) {
      if (error instanceof UnknownVersionError) {
        // A worker of the version that has written it may take it.
        errors.reportOnce(error.message);
        return 'again';
      }
      errors.report(error);
      await batches.records.stop(record.ref, 'abort');
      return 'done';
    }
  }

  async #open({ ref, job }: QueuedJob): Promise<OpenJob | JobResult> {
    const { batches, leaseMs } = this.#settings;
    let opened = await batches.openJob(ref, job, leaseMs);
    if (opened.state === 'running') {
      await pause(Math.min(opened.leaseLeftMs, leaseMs) + TIMER_MS, this.#stopping);
      if (this.#stopping.aborted) return 'again';
      opened = await batches.openJob(ref, job, leaseMs);
    }
    // Whoever still runs it has extended the lease meanwhile.
    return opened.state === 'open' ? opened : 'done';
  }

  async #runOpened(
    { ref }: QueuedJob,
    { entry: opened, payload, attempt }: OpenJob,
    request: AcceptedRequest,
  ): Promise<JobResult> {
    const { errors, batches } = this.#settings;
    const { endpoint } = request;
    const entry = new WatchedEntry(opened, () => this.#reportUnauthorized(endpoint));
    try {
      const part = readJobPayload(payload);
      // Only a worker that has died leaves claims.
      const maxAttempts = entry.claimed.size > 0 ? MAX_ATTEMPTS : MAX_BEGINNINGS;
      if (attempt > maxAttempts) {
        const interrupted = { claimed: entry.claimed, attempts: maxAttempts };
        await endpoint.endpoint.settle(part, entry, (operation) => abandonedOutcome(operation, interrupted));
      } else {
        await this.#runPart(ref, request, { part, entry });
      }
      return entry.isDone ? 'done' : 'again';
    } catch (error) {
      errors.report(error);
      await entry.end(undefined);
      // What is damaged will never run.
      if (attempt >= MAX_ATTEMPTS && error instanceof TypeError) await batches.records.stop(ref, 'abort');
      return 'again';
    }
  }

  /** The app sees no token in a worker: without what `capture` has returned, it refuses everything. */
  #reportUnauthorized({ endpoint: { support } }: WorkerEndpoint): void {
    if (support.capture !== undefined) return;
    this.#settings.errors.reportOnce(
      `Operations of the endpoint ${JSON.stringify(support.name)} are answered 401 in a worker, where they have no token and no cookies: return what the app needs to know of the client from the option capture of respondAsync, and read it there as getOperation(req).principal`,
    );
  }

  async #runPart(
    ref: string,
    { endpoint, about, acceptedAt }: AcceptedRequest,
    { part, entry }: { readonly part: WorkPart; readonly entry: WatchedEntry },
  ): Promise<void> {
    const { principal, headers, connection } = about;
    const drain = new ClientConnection();
    const abort = new ClientConnection();
    const drainNow = (): void => drain.close();
    if (this.#stopping.aborted) drainNow();
    this.#stopping.addEventListener('abort', drainNow);
    const unwatch = this.#watches.add(ref, { drain, abort });
    try {
      await endpoint.endpoint.run(part, {
        entry,
        request: { isJob: true, principal, headers },
        acceptedAt,
        dispatch: dispatchTo(endpoint.target, { socket: connection }),
        drain,
        abort,
      });
    } finally {
      unwatch();
      this.#stopping.removeEventListener('abort', drainNow);
    }
  }
}
