import type { Operation } from '../operation/operation.js';
import type { Outcome } from '../operation/outcome.js';
import type { Journal, JournalEntry } from '../options/journal.js';
import { readTexts } from './read-texts.js';
import { toUnitOutcome } from './to-unit-outcome.js';

/** How many outcomes are written at the same time. */
const UNITS_AT_A_TIME = 1_000;

/**
 * Keeps an outcome of each operation that has none in its entry, as `outcomeOf` returns it, and ends the entry. Nothing runs.
 *
 * @throws {Error} if the store cannot be reached.
 */
export async function settleRest(
  operations: readonly Operation[],
  { journal, entry }: { readonly journal: Journal; readonly entry: JournalEntry },
  outcomeOf: (operation: Operation) => Outcome,
): Promise<void> {
  const texts = await readTexts(entry, operations);
  const { maxStoredBodyBytes } = journal;
  const rest = operations.filter(({ index }) => !texts.has(index));
  for (let from = 0; from < rest.length; from += UNITS_AT_A_TIME) {
    const settling = rest.slice(from, from + UNITS_AT_A_TIME).map((operation) => {
      const unit = toUnitOutcome(outcomeOf(operation), { maxStoredBodyBytes, sentUrl: operation.url });
      return entry.settle(operation.index, unit);
    });
    // Another process has taken the entry over.
    if ((await Promise.all(settling)).includes(false)) return;
  }
  await entry.end(operations.length);
}
