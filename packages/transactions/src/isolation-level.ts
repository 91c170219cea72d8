import type { TransactionOptions } from './database-transaction.js';

const LEVELS: ReadonlySet<unknown> = new Set(['read committed', 'repeatable read', 'serializable']);

/**
 * Returns the isolation level of the options.
 *
 * @throws {TypeError} if it is not one
 */
export function isolationLevelOf(options: TransactionOptions): TransactionOptions['isolationLevel'] {
  const { isolationLevel } = options;
  if (isolationLevel === undefined || LEVELS.has(isolationLevel)) return isolationLevel;
  throw new TypeError(
    `isolationLevel must be one of ${[...LEVELS].join(', ')}, got ${String(isolationLevel)}`,
  );
}

/** Returns the statement that begins a transaction. */
export function beginStatement(options: TransactionOptions): string {
  const level = isolationLevelOf(options);
  return level === undefined ? 'BEGIN' : `BEGIN ISOLATION LEVEL ${level.toUpperCase()}`;
}
