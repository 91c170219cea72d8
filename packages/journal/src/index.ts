export type {
  BatchRecord,
  BatchRecords,
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
export type { JournalBatches, OpenedJob } from './journal-batches.js';
export type { JournalOptions } from './journal-options.js';
