import type { JournalEntry } from '@multistatus/core/adapter';
import type { BatchRecords } from './batch-records.js';

/** The batches that a journal keeps to be answered later, as `@multistatus/async` uses them. */
export interface JournalBatches {
  /** Every call rejects after `storeTimeoutMs` of the journal. */
  readonly records: BatchRecords;
  /** `retentionMs` of the journal. */
  readonly retentionMs: number;
  /** False if the option `identify` is `'anyone-with-the-url'`: all clients are the same one. */
  readonly knowsClients: boolean;
  /**
   * Begins a job, or takes it over from an owner whose lease has ended. The entry extends its lease of `leaseMs` until it is ended.
   * Its `batchId` is `ref`: the payload has that of the batch.
   *
   * @throws {Error} if the store cannot be reached.
   */
  openJob(ref: string, job: number, leaseMs: number): Promise<OpenedJob>;
  /** Returns what is kept of a job; `undefined` if its record does not exist. */
  readJob(ref: string, job: number): Promise<FinishedJob | undefined>;
}

/** See {@link JournalBatches.openJob}. */
export type OpenedJob =
  | {
      readonly state: 'open';
      readonly entry: JournalEntry;
      readonly payload: string;
      /** 1 for the first owner. */
      readonly attempt: number;
    }
  /** The job belongs to another owner, for as many more milliseconds. */
  | { readonly state: 'running'; readonly leaseLeftMs: number }
  /** All of its units have outcomes. */
  | { readonly state: 'ended' }
  /** Its record does not exist, or is stopped. */
  | { readonly state: 'gone' };

/** See {@link JournalBatches.readJob}. */
export interface FinishedJob {
  /** What has run, as a text. */
  readonly payload: string;
  /** The outcomes that it has, by unit. */
  readonly outcomes: ReadonlyMap<number, string>;
  /** The units that its last owner had claimed and not settled. */
  readonly claimed: ReadonlySet<number>;
}
