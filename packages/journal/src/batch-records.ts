/**
 * Where a journal keeps batches that are answered later: what is to run, in jobs, and how far it is.
 *
 * A record is one request. Its operations or items are units, numbered from 0, and each of them is in one job. The outcomes of a job
 * are in an entry whose ref is `<ref of the record>.<number of the job>`: `write` and `read` of the store take that ref. `beginJob`
 * takes the place of `begin`. An outcome that a `write` keeps for the first time is counted in the record, and becomes its next
 * event, in the same step. An outcome that a transaction has kept is counted by the next `write` to the entry, and at the latest when
 * the record ends.
 *
 * `write` differs for the entry of a job: the job ends once all its units have outcomes, whether `total` says so or not; in a stopped
 * record, an owner whose lease is over keeps nothing more, and gets false; `keepMs` does not matter, because an entry lives as long
 * as its record.
 *
 * As in {@link BatchStore}, every method is one atomic step unless it says otherwise, and applying it twice is the same as applying
 * it once. All times are those of the store, in milliseconds since 1970. `testStore` checks an implementation that has records.
 */
export interface BatchRecords {
  /** False if records are lost when the process ends. */
  readonly isDurable: boolean;
  /**
   * Creates a record, which receives jobs. Returns `too-many`, and creates nothing, if the client has `maxRecords` that have not
   * ended. A record that is not opened within an hour is removed.
   */
  create(record: NewRecord): Promise<'created' | 'too-many'>;
  /**
   * Adds jobs to a record that has not been opened; at most 100, with payloads of 16 MiB together. Returns `gone` if there is no such
   * record, and `too-large`, without adding anything, if the records of the client that have not ended would have more than
   * `maxBytes` of payloads together. This sum may be out of date by what other requests of the client add at the same time.
   */
  addJobs(ref: string, jobs: readonly NewJob[], maxBytes: number): Promise<'added' | 'gone' | 'too-large'>;
  /** Opens a record: its jobs may begin from now on. Returns false if there is no such record. */
  open(ref: string): Promise<boolean>;
  /** Returns a record, in a time that does not depend on how many units it has; `undefined` if it does not exist or has expired. */
  find(ref: string): Promise<BatchRecord | undefined>;
  /**
   * Begins a job, or takes it over if the lease of its owner has ended. The owner is the same only if the same call is delivered
   * again: then it returns the same result again. An owner from which another one has taken the job over never owns it again.
   */
  beginJob(request: JobRequestToBegin): Promise<BegunJob>;
  /** Returns what is kept of a job; `undefined` if its record does not exist. Its outcomes are those that `read` of the store returns. */
  findJob(ref: string, job: number): Promise<KeptJob | undefined>;
  /** Returns the events after number `after`, in order; at most `limit`. The first event of a record has number 1. */
  readEvents(ref: string, after: number, limit: number): Promise<readonly UnitEvent[]>;
  /**
   * Stops a record: no job begins any more. `abort` also asks owners to abort what runs; it can follow `drain`. Returns the record as
   * it is then; one that has ended is not changed. `undefined` if there is no such record. A record whose time `runMs` is over counts
   * as stopped by `abort`.
   */
  stop(ref: string, how: 'drain' | 'abort'): Promise<BatchRecord | undefined>;
  /** Removes a record with everything that belongs to it. Returns false if there is none. */
  remove(ref: string): Promise<boolean>;
  /**
   * Returns the records of a client that have been opened, newest first; at most `limit`, created before `before`. No two of them
   * have the same `createdAt`.
   */
  list(client: string, limit: number, before?: number): Promise<readonly BatchRecord[]>;
  /**
   * Returns jobs that somebody should have begun: those without an owner or whose lease has ended, of records that have been open
   * for `idleMs` and have had no change for as long; at most `limit`. They are returned again only after another `idleMs`. A change
   * is the begin of a job, an outcome, and the release of a job; the extension of a lease is none.
   */
  takeOverdue(
    idleMs: number,
    limit: number,
  ): Promise<readonly { readonly ref: string; readonly job: number }[]>;
}

/** What {@link BatchRecords.create} creates. */
export interface NewRecord {
  /** Names the record: 24 characters of `A-Z a-z 0-9 - _`, random. */
  readonly ref: string;
  /** A digest of who has sent it: at most 64 characters. */
  readonly client: string;
  /** A text that `find` returns; at most 64 KiB. */
  readonly about: string;
  /** Milliseconds after which the record is removed, from when it has ended. */
  readonly keepMs: number;
  /** Milliseconds after which it stops, from when it was opened. */
  readonly runMs: number;
  /** How many records the client may have that have not ended. */
  readonly maxRecords: number;
}

/** A job, as {@link BatchRecords.addJobs} adds it. */
export interface NewJob {
  /** Jobs are numbered from 0, without gaps. */
  readonly job: number;
  /** How many units it has; at least 1. */
  readonly units: number;
  /** The lowest of their numbers; jobs are in this order. */
  readonly firstUnit: number;
  /** What is to run; at most 16 MiB. */
  readonly payload: string;
}

/** How far a record is. */
export interface BatchRecord {
  /** The name of the record. */
  readonly ref: string;
  /** The digest of who has sent it. */
  readonly client: string;
  /** The text that `create` was called with. */
  readonly about: string;
  /** When `create` was called. No two records of a client have the same. */
  readonly createdAt: number;
  /** `undefined` while it receives jobs. */
  readonly openedAt: number | undefined;
  /** When the first job began. */
  readonly startedAt: number | undefined;
  /** How it was stopped: `drain` lets jobs end, `abort` aborts them; `undefined` if it was not. */
  readonly stopped: 'drain' | 'abort' | undefined;
  /**
   * When it ended: every unit has an outcome; or it is stopped, and no owner of a job has a lease. Nothing changes from then on.
   * An outcome that comes later is not kept.
   */
  readonly endedAt: number | undefined;
  /** When it is removed; `undefined` before it has ended. */
  readonly expiresAt: number | undefined;
  /** The time of the store. */
  readonly now: number;
  /** How many jobs have been added. */
  readonly jobs: number;
  /** How many units those jobs have together. */
  readonly units: number;
  /** How many units have outcomes; so many events there are. */
  readonly done: number;
  /** How many units have succeeded. */
  readonly succeeded: number;
  /** How many units have failed. The other outcomes are redirects and removed members. */
  readonly failed: number;
  /** How many jobs have an owner with a lease. */
  readonly runningJobs: number;
  /** How many jobs have ended. */
  readonly endedJobs: number;
}

/** See {@link BatchRecords.beginJob}. */
export interface JobRequestToBegin {
  /** The name of the record. */
  readonly ref: string;
  /** The number of the job in its record, from 0. */
  readonly job: number;
  /** A UUID, new for each call. All writes of this owner name it. */
  readonly owner: string;
  /** Milliseconds from now after which another owner may take the job over. */
  readonly leaseMs: number;
}

/** What {@link BatchRecords.beginJob} returns. */
export type BegunJob =
  | {
      readonly state: 'begun';
      /** 1 for the first owner, 2 for the one that takes over from it. */
      readonly attempt: number;
      /** As in the entry that `begin` of the store resumes; `''` in the first attempt. */
      readonly inFlight: string;
      readonly payload: string;
    }
  /** The job belongs to another owner, for as many more milliseconds, at least 1. */
  | { readonly state: 'running'; readonly leaseLeftMs: number }
  /** All units have outcomes. */
  | { readonly state: 'ended' }
  /** The record does not exist, has not been opened, or is stopped. */
  | { readonly state: 'gone' };

/** What is kept of a job. */
export interface KeptJob {
  /** The lowest number of its units. */
  readonly firstUnit: number;
  /** What is to run, as `addJobs` was called with it. */
  readonly payload: string;
  /** The units that its last owner has claimed and not settled, as in an `EntryWrite`. */
  readonly inFlight: string;
}

/** That a unit has got its outcome. */
export interface UnitEvent {
  /** From 1, in the order in which outcomes were kept. */
  readonly number: number;
  /** The number of the unit in its record, from 0. */
  readonly unit: number;
  /** The HTTP status code of the outcome. */
  readonly status: number;
  /** How the outcome is counted. */
  readonly result: 'succeeded' | 'failed' | 'other';
  /** The id of its operation, if the `write` had one. */
  readonly id?: string | undefined;
}
