export type { DatabaseTransaction, IsolationLevel, TransactionOptions } from './database-transaction.js';
export { TransactionEndedError } from './transaction-ended-error.js';
