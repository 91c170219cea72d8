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
export type { JournalOptions } from './journal-options.js';
