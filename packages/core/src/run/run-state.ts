import type { Dispatch } from '../operation/dispatch.js';
import type { Operation } from '../operation/operation.js';
import type { ResolvedOptions } from '../options/resolve-options.js';
import type { AnsweredOperation } from '../references/resolve-references.js';
import type { InFlight } from './in-flight.js';

/** The state that all operations of one run share. */
export interface RunState {
  readonly batchId: string;
  readonly dispatch: Dispatch;
  readonly options: Pick<
    ResolvedOptions,
    'allow' | 'basePath' | 'headers' | 'isSuccess' | 'limits' | 'onError' | 'transaction'
  >;
  /** The request object of the framework. */
  readonly outer: unknown;
  readonly host: string | undefined;
  /** Returns the headers that an operation is dispatched with: inherited ones and its own. */
  readonly headersOf: (operation: Operation) => Readonly<Record<string, string | readonly string[]>>;
  /** Indexes of the operations that `allow` has already approved. */
  readonly allowed: ReadonlySet<number>;
  /** The answered operations so far, by id, for references to them. Absent if no operation depends on another. */
  readonly answered?: Map<string, AnsweredOperation> | undefined;
  /** The operations and groups that run now. */
  readonly inFlight: InFlight;
  /** True once the batch has timed out or its client has disconnected. */
  hasEnded: boolean;
  /** True if nothing further may start: the batch has ended, or drains. */
  isClosed: boolean;
  /** How many bytes of response bodies the batch may still keep. */
  remainingBytes: number;
}

/** What an operation gets from its atomicity group; empty for an operation without a group. */
export interface GroupMembership {
  readonly transaction?: unknown;
  /** Holds the running operation of the group, in place of that of the run. */
  readonly inFlight?: InFlight;
}
