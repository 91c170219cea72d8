import type { Operation } from '../operation/operation.js';
import type { RunWords } from '../operation/run-words.js';
import type { JournalEntry } from '../options/journal.js';
import type { Plan, PlanStep } from '../plan/plan.js';
import { BatchProblem } from '../problem/batch-problem.js';
import { isInterrupted } from './is-interrupted.js';
import { journalUnavailable, type KeyedRequest, openEntry } from './open-entry.js';
import { OperationJournal } from './operation-journal.js';
import { UnknownVersionError } from './stored-version.js';

/** A batch or list that is complete, and may have an Idempotency-Key. */
export interface PlannedRequest extends KeyedRequest {
  readonly operations: readonly Operation[];
  readonly plan: Plan;
  readonly words: RunWords;
  /** Returns whether an operation that had started may run again although its method is not idempotent. */
  readonly isRepeatable: (operation: Operation) => boolean | undefined;
}

/**
 * Opens the journal of a request that has been accepted, with the outcomes of an earlier attempt. Returns `undefined` if the endpoint
 * has no journal, or the request no key.
 *
 * @throws {BatchProblem} as `openEntry` does; `internal` if what is kept cannot be read.
 */
export async function openJournal(request: PlannedRequest): Promise<OperationJournal | undefined> {
  const { envelope, options, operations, plan, words } = request;
  const usesTransactions = options.idempotency.everyOperation || plan.some(({ isGroup }) => isGroup);
  const opened = await openEntry(request, usesTransactions);
  if (opened === undefined) return undefined;
  const { entry, isShared, journal } = opened;
  const { outer } = envelope;
  const kept = new OperationJournal({ journal, entry, options, words, outer, isShared, operations });
  try {
    await restore(kept, entry, request);
    return kept;
  } catch (error) {
    options.onError(error, { request: outer });
    await kept.end(undefined);
    throw cannotRestore(error);
  }
}

async function restore(
  journal: OperationJournal,
  entry: JournalEntry,
  { operations, plan, isRepeatable }: PlannedRequest,
): Promise<void> {
  if (!entry.isResumed && entry.total === undefined) return;
  const texts = await entry.read(0, operations.length);
  if (entry.total !== undefined) {
    if (texts.size < operations.length)
      throw new TypeError('The journal has lost outcomes of a finished request');
    for (const operation of operations) journal.restore(operation, texts.get(operation.index));
    return;
  }
  const mustNotRun = (operation: Operation): boolean =>
    isInterrupted(operation, entry.claimed.get(operation.index), isRepeatable);
  for (const step of plan) {
    const members = operationsOf(step, operations);
    if (!members.some((member) => texts.has(member.index) || mustNotRun(member))) continue;
    for (const member of members) journal.restore(member, texts.get(member.index));
  }
}

function operationsOf(step: PlanStep, operations: readonly Operation[]): readonly Operation[] {
  return step.operations.map((index) => operations[index] as Operation);
}

/** Returns the problem of an entry whose outcomes cannot be restored. */
function cannotRestore(error: unknown): BatchProblem {
  if (!(error instanceof UnknownVersionError || error instanceof TypeError)) return journalUnavailable();
  return new BatchProblem(
    'internal',
    'The server cannot read what it has kept of the request with this key; nothing has run now',
    { extensions: { executed: 'unknown' } },
  );
}
