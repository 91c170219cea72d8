import type { SentItem } from '../formats/item-decoder.js';
import type { ClientSignal } from '../http/client-signal.js';
import type { EnvelopeHeaders, EnvelopeRequest, EnvelopeResponse } from '../http/envelope.js';
import type { Dispatch } from '../operation/dispatch.js';
import type { Operation } from '../operation/operation.js';
import type { Outcome } from '../operation/outcome.js';
import type { AcceptedBatch } from '../plan/accepted-batch.js';
import type { AcceptedList, ListPart } from '../plan/accepted-list.js';
import type { BatchErrorContext } from './error-context.js';
import type { Journal, JournalEntry } from './journal.js';

/**
 * Takes requests that prefer to be answered later (`Prefer: respond-async`, RFC 7240 section 4.1): it keeps them, and answers 202
 * with the URL of a monitor. `respondAsync` of `@multistatus/async` returns one.
 *
 * The endpoint reads and validates such a request as always, but with the limits here, and then passes it on.
 */
export interface AsyncSupport<Outer = unknown, Principal = unknown> {
  /** Names the endpoint in jobs; unique among the endpoints of a journal. */
  readonly name: string;
  /** The limits of requests that it takes. */
  readonly limits: AsyncLimits;
  /** The path of the monitors, if the endpoint does not answer them below itself. */
  readonly monitors: string | undefined;
  /** Returns what operations may know of the client that has sent the request: a JSON value without credentials. */
  readonly capture: ((request: Outer) => Principal | Promise<Principal>) | undefined;
  /**
   * Connects an endpoint. Called once, when the endpoint is created.
   *
   * @throws {TypeError} if the journal cannot keep batches, or has another endpoint with this name.
   */
  readonly attach: (endpoint: AsyncEndpoint) => AttachedAsync;
}

/** The limits of a request that is answered later. They replace those of the endpoint with the same meaning. */
export interface AsyncLimits {
  /** Operations, or items. */
  readonly maxOperations: number;
  /** Bytes of a body that is held in memory as a whole. */
  readonly maxBodyBytes: number;
}

/** What operations have in place of the request object of the framework when they run in a worker. */
export interface JobRequest<Principal = unknown> {
  /** Distinguishes it from the request of a framework. */
  readonly isJob: true;
  /** What the option `capture` of `respondAsync` has returned. */
  readonly principal: Principal;
  /** The headers that operations inherit, without credentials and cookies. */
  readonly headers: EnvelopeHeaders;
}

/** A request that an endpoint passes on: a batch, or a list whose items may still be arriving. */
export type AcceptedWork =
  | { readonly kind: 'batch'; readonly batch: AcceptedBatch }
  | {
      readonly kind: 'list';
      readonly list: AcceptedList;
      /** Rejects with a BatchProblem if the rest of the list is refused: then nothing of it may run. */
      readonly items: AsyncIterable<SentItem>;
      /** True if all items have to run in one job, such as those of one transaction. */
      readonly isWhole: boolean;
    };

/** A part of a request, which one job runs. */
export type WorkPart =
  /** Some operations of a batch: with all of their dependencies, and with their indexes in the whole batch. */
  | { readonly kind: 'batch'; readonly batch: AcceptedBatch }
  | { readonly kind: 'list'; readonly list: AcceptedList; readonly part: ListPart };

/** What the answer to a request needs of it. */
export type WorkHead = Pick<AcceptedBatch, 'answer' | 'path' | 'host'>;

/** How the client wants to be answered later. */
export interface AsyncPreferences {
  /** The seconds of the preference `wait`: a request that ends within them is answered at once. 0 without it. */
  readonly waitSeconds: number;
  /** Returns the body for a fingerprint of the request; nothing if its items are still arriving. */
  readonly toContent: () => readonly (string | Uint8Array)[];
  /**
   * Throws the problem of a request that cannot be kept. Has to be called after its Idempotency-Key has been looked at, and before
   * the queue is asked.
   */
  readonly check?: (() => void) | undefined;
  /**
   * Has to be called once the request has been kept: the endpoint then no longer counts it towards its limits, although its client
   * may still wait for the answer.
   */
  readonly onKept: () => void;
}

/** What answers the requests of an endpoint that are answered later. */
export interface AttachedAsync {
  /**
   * Keeps a request, and returns its answer: 202, or the final one if it ends within `waitSeconds`.
   *
   * @throws {BatchProblem} if the request is refused after all; nothing of it runs.
   */
  readonly take: (
    work: AcceptedWork,
    request: EnvelopeRequest,
    preferences: AsyncPreferences,
  ) => Promise<EnvelopeResponse>;
  /**
   * Returns the answer to a request for a monitor. `path` is what follows the path of the endpoint: `/monitors`, or
   * `/monitors/<id>`. Never rejects.
   */
  readonly answerMonitor: (request: EnvelopeRequest, path: string) => Promise<EnvelopeResponse>;
  /** Returns the member `async` of the description of the endpoint, which is at `path`. */
  readonly describe: (path: string) => Readonly<Record<string, unknown>>;
}

/** An endpoint, as `@multistatus/async` uses it. */
export interface AsyncEndpoint {
  /** Whether `batch()` or `bulk()` created it. */
  readonly kind: 'batch' | 'bulk';
  /** The option `async` of the endpoint. */
  readonly support: AsyncSupport;
  /** The option `journal` of the endpoint, which `async` requires. */
  readonly journal: Journal;
  /** The option `basePath` of the endpoint: the prefix that a proxy removes from URLs; `''` if it is not set. */
  readonly basePath: string;
  /** The names of the headers that operations inherit besides those that they always inherit. */
  readonly inherited: ReadonlySet<string>;
  /** The option `onError` of the endpoint. Never throws. */
  readonly onError: (error: unknown, context: Partial<BatchErrorContext>) => void;
  /**
   * Runs a part of a request in a worker, and keeps the outcomes in its entry. Outcomes that the entry has already are not run
   * again. Resolves when the entry has been ended: with its total if every operation has an outcome, and else without it. Rejects
   * only if what is kept cannot be read.
   */
  readonly run: (part: WorkPart, hooks: JobHooks) => Promise<void>;
  /** Ends an entry without running anything: an operation without an outcome is settled with that which `outcomeOf` returns. */
  readonly settle: (
    part: WorkPart,
    entry: JournalEntry,
    outcomeOf: (operation: Operation) => Outcome,
  ) => Promise<void>;
  /**
   * Returns the outcomes of a part, in request order, from the texts that its entry has by index; those that have none from
   * `outcomeOf`.
   *
   * @throws {TypeError} if a text is damaged.
   */
  readonly restore: (
    part: WorkPart,
    texts: ReadonlyMap<number, string>,
    outcomeOf: (operation: Operation) => Outcome,
  ) => readonly Outcome[];
  /**
   * Returns the answer to a GET of a finished request: the answer that the request itself would have had, in the format that the
   * GET accepts. It is written while `outcomes`, which are in request order, are read; none is kept.
   *
   * @throws {BatchProblem} `not-acceptable`.
   */
  readonly answer: (
    outcomes: AsyncIterable<Outcome>,
    head: WorkHead,
    context: {
      readonly request: EnvelopeRequest;
      /** False if every outcome is a success. */
      readonly hasFailures: boolean;
    },
  ) => Promise<EnvelopeResponse>;
  /** Returns the answer to a request that is refused. Never rejects. */
  readonly refuse: (error: unknown, request: EnvelopeRequest) => Promise<EnvelopeResponse>;
}

/** What the run of a part is connected to. */
export interface JobHooks {
  /** The entry of the job in the journal, which keeps its outcomes. */
  readonly entry: JournalEntry;
  /** In place of the request object of the framework. */
  readonly request: JobRequest;
  /** When the request was accepted, as a time of `performance.now()`, possibly before that of this process has begun. */
  readonly acceptedAt: number;
  /** Dispatches the operations of a batch. */
  readonly dispatch: Dispatch;
  /** Starts nothing more; what has started runs to its end. */
  readonly drain: ClientSignal;
  /** Aborts what runs, and starts nothing more. */
  readonly abort: ClientSignal;
}
