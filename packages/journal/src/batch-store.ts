import type { BatchRecords } from './batch-records.js';

/**
 * Where a journal keeps its entries. An entry belongs to one Idempotency-Key of one client, and has what became of each
 * operation of a batch, or of each item of a list.
 *
 * Every method is one atomic step, and applying it twice is the same as applying it once: a request may be delivered again after
 * its answer was lost. All times are those of the store, never those of a process, and whole numbers. Texts are opaque: a store
 * never reads them. They are well-formed, and have no U+0000, which PostgreSQL cannot keep. A call that rejects may or may not
 * have been applied.
 *
 * `testStore` checks an implementation.
 */
export interface BatchStore {
  /**
   * Resolves if entries can be kept here: the store answers, its tables have the version of this library, and it removes
   * nothing to free memory. Called before the first entry is begun, and again until it resolves.
   *
   * @throws {Error} that says what to do. The message is passed to `onError`; clients do not see it.
   */
  check(): Promise<void>;
  /**
   * Begins an entry that does not exist or has expired; takes over an entry whose lease has ended; otherwise returns what
   * became of it. The owner is the same only if the same call is delivered again: then it returns the same result again. An owner
   * from which another one has taken the entry over never owns it again.
   */
  begin(request: BeginRequest): Promise<BegunEntry>;
  /**
   * Keeps what has changed, if the entry still belongs to the owner. Returns false, and keeps nothing, if not: another owner has
   * taken it over, or it has expired.
   *
   * The first outcome of a unit stays; later ones are ignored. A write whose `sequence` is lower than that of an earlier write of
   * this owner was delayed: it keeps nothing, and returns true. So does a write to a finished entry.
   */
  write(ref: string, write: EntryWrite): Promise<boolean>;
  /** Returns the outcomes of the units from `from` up to but not including `to`, in order. */
  read(ref: string, from: number, to: number): Promise<readonly StoredUnit[]>;
  /** Removes entries that have expired. Returns how many. A store that removes them itself returns 0. */
  sweep(): Promise<number>;
  /** Keeps outcomes within a transaction of the app. Only stores in a database that apps have transactions in can do so. */
  readonly transactions?: StoreTransactions | undefined;
  /** Keeps batches that are answered later. @defaultValue only requests that are answered at once can have entries */
  readonly records?: BatchRecords | undefined;
}

/** Keeps outcomes within a transaction of the app, so that they are committed together with the effects of the operations. */
export interface StoreTransactions {
  /**
   * Checks whether a transaction runs on the database of this store. Must not make the transaction fail, nor use another connection:
   * the transaction may have the only one. `check` reads what it needs to know.
   */
  isShared(query: TransactionQuery): Promise<boolean>;
  /**
   * Keeps outcomes when the transaction commits, and keeps others from taking the entry over until then. Returns false, and
   * keeps nothing, if the entry does not belong to the owner or has finished: the transaction must be rolled back.
   */
  write(
    query: TransactionQuery,
    ref: string,
    write: { readonly owner: string; readonly outcomes: readonly StoredUnit[] },
  ): Promise<boolean>;
}

/** Runs a statement within a transaction, with `$1`, `$2`... bound to `values`, and resolves to its rows. */
export type TransactionQuery = (text: string, values: readonly unknown[]) => Promise<readonly object[]>;

/** What {@link BatchStore.begin} begins. */
export interface BeginRequest {
  /** Names the entry: 43 characters of `A-Z a-z 0-9 - _`. */
  readonly ref: string;
  /** A UUID, new for each call. All writes of this owner name it. */
  readonly owner: string;
  /** A digest of the request, of at most 64 characters: a request with another one does not belong to the entry. */
  readonly fingerprint: string;
  /** A text that a new entry keeps, and that `begin` returns later; at most 1,000 characters. */
  readonly about: string;
  /** Milliseconds from now after which another owner may take the entry over. */
  readonly leaseMs: number;
  /** Milliseconds after the end of the lease after which the entry expires. */
  readonly keepMs: number;
}

/** What {@link BatchStore.begin} returns. */
export type BegunEntry =
  /** The entry is new, and belongs to the owner. */
  | { readonly state: 'begun' }
  /** The lease of another owner had ended. The entry now belongs to this one. `inFlight` is that of the last write; `''` if there was none. */
  | { readonly state: 'resumed'; readonly about: string; readonly inFlight: string }
  /** The entry belongs to another owner, for as many more milliseconds, at least 1. */
  | { readonly state: 'running'; readonly leaseLeftMs: number }
  /** All units have outcomes. */
  | { readonly state: 'finished'; readonly about: string; readonly total: number }
  /** The entry has another fingerprint, whether it runs or has finished. */
  | { readonly state: 'mismatch' };

/** What {@link BatchStore.write} keeps, all of it or nothing. */
export interface EntryWrite {
  /** The owner that `begin` was called with. Nothing is kept if the entry belongs to another. */
  readonly owner: string;
  /** An integer from 0 up, higher than in every earlier write of this owner. */
  readonly sequence: number;
  /** The lease ends this many milliseconds from now; with 0 another owner may take the entry over at once. */
  readonly leaseMs: number;
  /** As in {@link BeginRequest}. A finished entry expires after this time from now. */
  readonly keepMs: number;
  /** Replaces the text of the last write. At most 1 MiB. */
  readonly inFlight: string;
  /** At most 100, each unit once. */
  readonly outcomes: readonly StoredUnit[];
  /** Finishes the entry: how many units it has. @defaultValue the entry goes on */
  readonly total?: number | undefined;
}

/** What became of one operation or item. */
export interface StoredUnit {
  /** Its index, from 0 to 2^31 - 1. */
  readonly unit: number;
  /** The outcome as a text, which the store does not read. */
  readonly outcome: string;
  /** Its status, for the events of a record. Only in what is written; stores of entries without a record do not need it. */
  readonly status?: number | undefined;
  /** How it is counted in its record. Only in what is written, as `status`. */
  readonly result?: 'succeeded' | 'failed' | 'other' | undefined;
  /** The id of its operation, for the events of a record; at most 256 characters. Only in what is written, as `status`. */
  readonly id?: string | undefined;
}
