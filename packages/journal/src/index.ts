export type {
  BatchRecord,
  BatchRecords,
  BegunJob,
  JobRequestToBegin,
  KeptJob,
  NewJob,
  NewRecord,
  UnitEvent,
} from './batch-records.js';
export type {
  BatchStore,
  BeginRequest,
  BegunEntry,
  EntryWrite,
  StoredUnit,
  StoreTransactions,
  TransactionQuery,
} from './batch-store.js';
export { createJournal, type StoreJournal } from './create-journal.js';
export type { FinishedJob, JournalBatches, OpenedJob } from './journal-batches.js';
export type { JournalOptions } from './journal-options.js';
