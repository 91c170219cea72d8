import type { Dispatch } from '../operation/dispatch.js';
import type { Operation } from '../operation/operation.js';
import type { ResolvedOptions } from '../options/resolve-options.js';
import type { AnsweredOperation } from '../references/resolve-references.js';
import type { InFlight } from './in-flight.js';

/** What the operations of one run share. */
export interface RunState {
  readonly batchId: string;
  readonly dispatch: Dispatch;
  readonly options: Pick<
    ResolvedOptions,
    'allow' | 'basePath' | 'headers' | 'isSuccess' | 'limits' | 'onError' | 'transaction'
  >;
  /** The batch request as the framework has it. */
  readonly outer: unknown;
  readonly host: string | undefined;
  /** Gives the headers that an operation is dispatched with: inherited ones and its own. */
  readonly headersOf: (operation: Operation) => Readonly<Record<string, string | readonly string[]>>;
  /** Indexes of operations that `allow` has been asked for already. */
  readonly allowed: ReadonlySet<number>;
  /** What has been answered so far, by id: what references lead to. Absent where there are none. */
  readonly answered?: Map<string, AnsweredOperation> | undefined;
  /** Each operation and group that runs now. */
  readonly inFlight: InFlight;
  hasEnded: boolean;
  /** Bytes that bodies may still take. */
  remainingBytes: number;
}

/** What the operations of an atomicity group have beside what all have. */
export interface GroupMembership {
  readonly transaction?: unknown;
  /** Where the group, and not the batch, looks for what it has to end. */
  readonly inFlight?: InFlight;
}
