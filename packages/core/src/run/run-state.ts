import type { Dispatch } from '../operation/dispatch.js';
import type { Operation } from '../operation/operation.js';
import type { RunWords } from '../operation/run-words.js';
import type { ResolvedOptions } from '../options/resolve-options.js';
import type { AnsweredOperation } from '../references/resolve-references.js';
import type { RunInContext } from './async-context.js';
import type { InFlight } from './in-flight.js';
import type { RequestLoad } from './request-load.js';
import type { RunClock } from './run-clock.js';
import type { RunJournal } from './run-journal.js';
import type { BatchTrace } from './trace.js';

/** The answered operations of a run, by id. Every `Map` is one. */
export interface AnsweredOperations {
  get(id: string): AnsweredOperation | undefined;
  set(id: string, answered: AnsweredOperation): unknown;
}

/** The state that all operations of one run share. */
export interface RunState {
  readonly batchId: string;
  /** The trace of the batch, whose context the option `transaction` runs in. Absent for a bulk request. */
  readonly trace?: BatchTrace | undefined;
  readonly dispatch: Dispatch;
  /** The words for the parts of this run in problems. */
  readonly words: RunWords;
  /**
   * Leaves the async context of the batch request, so that the option `transaction` and the handlers of operations do not
   * see the stores of that request. Absent for a bulk request, whose items are not requests of their own.
   */
  readonly leave?: RunInContext | undefined;
  readonly options: Pick<
    ResolvedOptions,
    'allow' | 'basePath' | 'headers' | 'isSuccess' | 'limits' | 'onError' | 'transaction'
  >;
  /** The request object of the framework. */
  readonly outer: unknown;
  readonly host: string | undefined;
  /** See `ActiveOperation`. */
  readonly nestedType?: string | undefined;
  /** See `OperationInfo`. */
  readonly principal?: unknown;
  /** Returns the headers that an operation is dispatched with: inherited ones and its own. */
  readonly headersOf: (operation: Operation) => Readonly<Record<string, string | readonly string[]>>;
  /** Indexes of the operations that `allow` has already approved. */
  readonly allowed: ReadonlySet<number>;
  /** The answered operations so far, by id, for references to them. Absent if no operation depends on another. */
  readonly answered?: AnsweredOperations | undefined;
  /** The operations and groups that run now. */
  readonly inFlight: InFlight;
  /** True once the batch has timed out or its client has disconnected. */
  hasEnded: boolean;
  /** True if nothing further may start: the batch has ended, or drains. */
  isClosed: boolean;
  /** How many bytes of response bodies the batch may still keep. */
  remainingBytes: number;
  /** Keeps which operations have started, and their outcomes; absent for a request without an Idempotency-Key. */
  readonly journal?: RunJournal | undefined;
  /** Counts the bodies of answers for the endpoint; absent for a run without a request. */
  readonly load?: RequestLoad | undefined;
  /** Measures when operations run; absent without the option `timings`. */
  readonly clock?: RunClock | undefined;
}

/** What an operation gets from its atomicity group; empty for an operation without a group. */
export interface GroupMembership {
  readonly transaction?: unknown;
  /** Enters the async context in which the transaction has called `run`. */
  readonly enter?: RunInContext;
  /** Holds the running operation of the group, in place of that of the run. */
  readonly inFlight?: InFlight;
}
