import type { Operation } from '../operation/operation.js';
import type { JournalEntry } from '../options/journal.js';

/** Returns the outcomes that an entry keeps of operations, which are in the order of their indexes. */
export async function readTexts(
  entry: JournalEntry,
  operations: readonly Operation[],
): Promise<ReadonlyMap<number, string>> {
  const first = operations.at(0);
  const last = operations.at(-1);
  return first === undefined || last === undefined ? new Map() : entry.read(first.index, last.index + 1);
}
