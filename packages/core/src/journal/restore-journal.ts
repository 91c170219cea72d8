import { byIndex } from '../operation/by-index.js';
import type { Operation } from '../operation/operation.js';
import type { RunWords } from '../operation/run-words.js';
import type { JournalEntry } from '../options/journal.js';
import type { ResolvedOptions } from '../options/resolve-options.js';
import type { Plan } from '../plan/plan.js';
import { isInterrupted } from './is-interrupted.js';
import type { RequestEntry } from './open-entry.js';
import { OperationJournal } from './operation-journal.js';
import { readTexts } from './read-texts.js';

/** The operations of a batch, or of a part of one, whose entry in the journal is open. */
export interface JournaledUnits {
  readonly operations: readonly Operation[];
  readonly plan: Plan;
  readonly words: RunWords;
  readonly options: Pick<ResolvedOptions, 'idempotency' | 'transaction' | 'onError'>;
  /** The request object of the framework, or what takes its place. */
  readonly outer: unknown;
  /** Returns whether an operation that had started may run again although its method is not idempotent. */
  readonly isRepeatable: (operation: Operation) => boolean | undefined;
}

/** Checks whether operations of a plan run in transactions. */
export function usesTransactions(plan: Plan, { idempotency }: Pick<ResolvedOptions, 'idempotency'>): boolean {
  return idempotency.everyOperation || plan.some(({ isGroup }) => isGroup);
}

/**
 * Returns the journal of an open entry, with the outcomes of an earlier attempt. If they cannot be read, calls `onError`, and ends
 * the attempt.
 *
 * @throws {UnknownVersionError} if another version of this library has kept them.
 * @throws {TypeError} if they are damaged. Errors of the store pass through.
 */
export async function restoreJournal(
  { journal, entry, isShared }: RequestEntry,
  units: JournaledUnits,
): Promise<OperationJournal> {
  const { operations, words, options, outer } = units;
  const kept = new OperationJournal({ journal, entry, options, words, outer, isShared, operations });
  try {
    await restore(kept, entry, units);
    return kept;
  } catch (error) {
    options.onError(error, { request: outer });
    await kept.end(undefined);
    throw error;
  }
}

async function restore(
  journal: OperationJournal,
  entry: JournalEntry,
  { operations, plan, isRepeatable }: JournaledUnits,
): Promise<void> {
  if (!entry.isResumed && entry.total === undefined) return;
  const texts = await readTexts(entry, operations);
  if (entry.total !== undefined) {
    if (texts.size < operations.length)
      throw new TypeError('The journal has lost outcomes of a finished request');
    for (const operation of operations) journal.restore(operation, texts.get(operation.index));
    return;
  }
  const mustNotRun = (operation: Operation): boolean =>
    isInterrupted(operation, entry.claimed.get(operation.index), isRepeatable);
  const sent = byIndex(operations);
  for (const step of plan) {
    const members = step.operations.map((index) => sent[index] as Operation);
    if (!members.some((member) => texts.has(member.index) || mustNotRun(member))) continue;
    for (const member of members) journal.restore(member, texts.get(member.index));
  }
}
