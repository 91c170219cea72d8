import type { ResponseClass } from '@multistatus/document';
import type { Transaction } from './transaction.js';

/**
 * Keeps what became of the operations of batches and the items of lists, so that it survives the connection and the process.
 * `createJournal` of `@multistatus/journal` returns one.
 */
export interface Journal<Outer = unknown> {
  /** Returns who has sent a request; `undefined` or `''` if that is not known. Only the same client gets the outcomes. */
  readonly identify: (request: Outer) => string | undefined | Promise<string | undefined>;
  /** The size in bytes of the largest body that is kept with its outcome. */
  readonly maxStoredBodyBytes: number;
  /** Returns a digest of texts and bytes, in at most 64 characters. */
  readonly digest: (...parts: readonly (string | Uint8Array)[]) => string;
  /**
   * Opens the entry of a request. Called before anything runs.
   *
   * @throws {Error} if that is not possible now, for example because the store cannot be reached.
   */
  readonly open: (request: EntryRequest) => Promise<OpenedEntry>;
  /**
   * Checks whether the option `transaction` runs transactions on the database that has the entries.
   *
   * @throws {Error} if the database cannot be reached.
   */
  readonly isShared: (transaction: Transaction) => Promise<boolean>;
}

/** The request that an entry belongs to. */
export interface EntryRequest {
  /** Who has sent it. */
  readonly principal: string;
  /** The Idempotency-Key, without quotes. */
  readonly key: string;
  /** A digest of the request: a request with another one does not belong to the entry. */
  readonly fingerprint: string;
}

/** The entry of a request, or the reason why it could not be opened. */
export type OpenedEntry =
  | { readonly state: 'open'; readonly entry: JournalEntry }
  /** The request still runs, here or in another process. Ask again after this many milliseconds. */
  | { readonly state: 'running'; readonly retryAfterMs: number }
  /** The key belongs to another request. */
  | { readonly state: 'mismatch' };

/** The entry of one request: its operations or items are units, numbered from 0. */
export interface JournalEntry {
  /** A UUID that identifies the batch; an attempt that goes on with it has the same. */
  readonly batchId: string;
  /** How many units there are, if all of them have outcomes; `undefined` if some are to run. */
  readonly total: number | undefined;
  /** True if an earlier attempt was interrupted. */
  readonly isResumed: boolean;
  /** The units that the earlier attempt had claimed. Those without an outcome may or may not have run. */
  readonly claimed: ReadonlyMap<number, ClaimedUnit>;
  /** Returns the outcomes that are kept of the units from `from` up to but not including `to`. */
  read(from: number, to: number): Promise<ReadonlyMap<number, string>>;
  /**
   * Claims units that are about to start. Resolves to false if another process has taken the entry over.
   *
   * @throws {Error} if the claims could not be stored; the units must not start.
   */
  claim(units: readonly ClaimedUnit[]): Promise<boolean>;
  /**
   * Stores the outcome of a unit. Resolves to true when it is stored, to false if another process has taken the entry over.
   *
   * @throws {Error} if it could not be stored after several attempts.
   */
  settle(unit: number, outcome: UnitOutcome): Promise<boolean>;
  /**
   * Stores outcomes through `query`, which runs statements in a transaction, so that they are kept if it commits. Resolves to false
   * if another process has taken over the entry: the transaction must then be rolled back.
   */
  settleWithin(query: JournalQuery, outcomes: ReadonlyMap<number, UnitOutcome>): Promise<boolean>;
  /**
   * Withdraws the claim that this attempt has on a unit, if it has one: the unit has not started. Resolves to false if another
   * process has taken the entry over.
   *
   * @throws {Error} if the store cannot be reached, and another process may have done so.
   */
  withdraw(unit: number): Promise<boolean>;
  /**
   * Ends the attempt, once all settled outcomes are stored. `total` is the number of units if all of them have outcomes;
   * without it, the next request with the key runs those that have none.
   *
   * @throws {Error} if it could not be stored.
   */
  end(total: number | undefined): Promise<void>;
}

/** What became of a unit. */
export interface UnitOutcome {
  /** The outcome as it is kept. */
  readonly text: string;
  /** The status that it is reported with. */
  readonly status: number;
  /** How it is counted. */
  readonly result: ResponseClass;
  /** The id of its operation, if the client has chosen it. */
  readonly id?: string | undefined;
}

/** A unit that has been claimed. */
export interface ClaimedUnit {
  /** The number of the unit in its entry, from 0: the index of the operation or item. */
  readonly unit: number;
  /** A digest of the item, if items are compared one by one. */
  readonly digest?: string | undefined;
}

/** Runs a statement within a transaction, with `$1`, `$2`... bound to `values`, and resolves to its rows. */
export type JournalQuery = (text: string, values: readonly unknown[]) => Promise<readonly object[]>;
