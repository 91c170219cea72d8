import { rejectUnknownOptions } from '@multistatus/core/adapter';
import type { BatchStore } from './batch-store.js';
import { MemoryStore } from './memory/memory-store.js';

const DEFAULT_MAX_ENTRIES = 10_000;

/** Options of {@link memoryStore}. */
export interface MemoryStoreOptions {
  /**
   * How many entries, and records of batches that are answered later, are kept at most. More cannot be begun until some expire:
   * those requests are answered 503.
   *
   * @defaultValue 10,000
   */
  readonly maxEntries?: number | undefined;
  /**
   * Returns the time in milliseconds since 1970. It must never go back.
   *
   * @defaultValue the time at which the process started, and what `performance.now` has counted since
   */
  readonly now?: (() => number) | undefined;
}

/**
 * Creates a store in the memory of this process: entries are lost when it ends, and other processes do not see them. For tests
 * and development.
 *
 * @example
 * ```ts
 * const journal = createJournal({ store: memoryStore(), identify: (req: Request) => req.user?.id });
 * ```
 *
 * @throws {TypeError} for an unknown option
 * @throws {RangeError} if `maxEntries` is not an integer of at least 1
 */
export function memoryStore(options: MemoryStoreOptions = {}): BatchStore {
  rejectUnknownOptions('memoryStore', options, { known: ['maxEntries', 'now'] });
  const { maxEntries = DEFAULT_MAX_ENTRIES, now = () => performance.timeOrigin + performance.now() } =
    options;
  if (!Number.isInteger(maxEntries) || maxEntries < 1) {
    throw new RangeError(`memoryStore.maxEntries must be an integer >= 1, got ${String(maxEntries)}`);
  }
  return new MemoryStore(maxEntries, now);
}
