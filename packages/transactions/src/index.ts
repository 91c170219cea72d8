export type {
  DatabaseTransaction,
  IsolationLevel,
  RunInTransaction,
  TransactionOptions,
} from './database-transaction.js';
export { TransactionEndedError } from './transaction-ended-error.js';
