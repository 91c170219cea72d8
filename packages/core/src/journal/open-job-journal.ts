import type { Journal, JournalEntry } from '../options/journal.js';
import { isTransactionShared } from './open-entry.js';
import type { OperationJournal } from './operation-journal.js';
import { type JournaledUnits, restoreJournal, usesTransactions } from './restore-journal.js';

/**
 * Returns the journal of a part of a request that runs in a worker, with the outcomes of an earlier attempt. If that fails, calls
 * `onError`, and ends the attempt.
 *
 * @throws as {@link restoreJournal}, or if the database of the journal cannot be reached.
 */
export async function openJobJournal(
  journal: Journal,
  entry: JournalEntry,
  units: JournaledUnits,
): Promise<OperationJournal> {
  const { plan, options, outer } = units;
  let isShared = false;
  try {
    if (usesTransactions(plan, options)) isShared = await isTransactionShared(journal, options, outer);
  } catch (error) {
    options.onError(error, { request: outer });
    await entry.end(undefined).catch((failure: unknown) => options.onError(failure, { request: outer }));
    throw error;
  }
  return restoreJournal({ journal, entry, isShared }, units);
}
