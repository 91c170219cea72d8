import type { Operation } from '../operation/operation.js';
import {
  failedOutcome,
  notStartedOutcome,
  type Outcome,
  skippedOutcome,
  statusOf,
} from '../operation/outcome.js';
import type { RunWords } from '../operation/run-words.js';
import { nameOfGroup } from './group-failed-error.js';
import { isGroupRolledBackError } from './group-rolled-back-error.js';

/** The state of a group while its transaction runs. */
export interface GroupProgress {
  phase: 'waiting' | 'running' | 'succeeded' | 'failed' | 'over';
  /** Outcomes of the operations that have ended, in the order in which they ran. */
  readonly outcomes: Outcome[];
  /** How many operations have been started. */
  started: number;
}

/**
 * Returns the outcomes of a group whose transaction has resolved. That is correct only if every operation of the group has
 * succeeded; otherwise `onError` is called and the contract of the option counts as broken.
 */
export function outcomesAfterCommit(
  operations: readonly Operation[],
  progress: GroupProgress,
  {
    name,
    words,
    onError,
  }: {
    readonly name: string;
    readonly words: RunWords;
    readonly onError: (error: unknown) => void;
  },
): Outcome[] {
  const { phase } = progress;
  if (phase === 'succeeded') return progress.outcomes;
  const issue = {
    waiting: 'resolved without having called run()',
    running: 'resolved before run() had',
    failed: 'resolved although run() rejected; it must reject with the same error',
    over: 'had already ended',
  }[phase];
  onError(new Error(`The transaction of ${nameOfGroup(name, words)} ${issue}`));
  if (phase === 'waiting')
    return skipAll(operations, 'transaction-contract-broken', {
      detail: `Nothing of the ${words.group} ran`,
      executed: false,
    });
  const detail = `Whether the ${words.group} took effect is unknown`;
  return operations.map((operation) => failedOutcome(operation, 'transaction-contract-broken', detail));
}

/**
 * Returns the outcomes of a group whose transaction has rejected with `error`: it was not committed, unless the commit itself
 * is what failed.
 */
export function outcomesAfterRejection(
  operations: readonly Operation[],
  { phase, outcomes }: GroupProgress,
  { error, words }: { readonly error: unknown; readonly words: RunWords },
): Outcome[] {
  const rollback = isGroupRolledBackError(error) ? error : undefined;
  switch (phase) {
    case 'waiting':
      return skipAll(operations, 'transaction-unavailable', {
        detail: `Nothing of the ${words.group} ran; it may be sent again`,
      });
    case 'failed': {
      const culprit = outcomes.at(-1) as Outcome;
      // A handler decides itself to answer 4xx. Any other failure is a consequence of what happened to the transaction.
      if (rollback?.isTransient && statusOf(culprit) >= 500) return rolledBack(operations, true, words);
      const because = [culprit.operation.id];
      return operations.map((operation) =>
        operation.id === culprit.operation.id
          ? withoutEffect(culprit, rollback !== undefined, words)
          : skippedOutcome(operation, 'rolled-back', {
              detail: `The ${words.operation} has no effect because another ${words.operation} of its ${words.group} failed`,
              because,
            }),
      );
    }
    case 'succeeded': {
      if (rollback !== undefined) return rolledBack(operations, rollback.isTransient, words);
      const detail = `All ${words.operation}s of the ${words.group} succeeded but the commit failed; whether it took effect is unknown`;
      return operations.map((operation) => failedOutcome(operation, 'commit-failed', detail));
    }
    case 'running':
    case 'over': {
      const detail = `The transaction ended before its ${words.operation}s; whether they took effect is unknown`;
      return operations.map((operation) => failedOutcome(operation, 'transaction-contract-broken', detail));
    }
  }
}

/** Returns the outcomes of a group that no operation is to blame for: its transaction was rolled back by the database. */
function rolledBack(operations: readonly Operation[], isTransient: boolean, { group }: RunWords): Outcome[] {
  const more = isTransient
    ? {
        status: 503,
        detail: `The database could not complete the transaction; the ${group} may be sent again`,
      }
    : { status: 500, detail: 'The database did not accept the transaction, which has no effect' };
  return operations.map((operation) => skippedOutcome(operation, 'rolled-back', more));
}

/** Returns the outcome of the operation that made a group fail. An answer of its target stays as it is. */
function withoutEffect(culprit: Outcome, isKnown: boolean, { operation, group }: RunWords): Outcome {
  if (!isKnown || culprit.kind !== 'failed') return culprit;
  const detail = `The ${operation} failed; its ${group} was rolled back and has no effect`;
  return { ...culprit, problem: { ...culprit.problem, detail, executed: false } };
}

/**
 * Returns the outcomes of a group that was still running when the batch ended. The operation that made the group fail keeps
 * its status: it has no effect, regardless of how the transaction ends.
 */
export function outcomesAfterAbort(
  operations: readonly Operation[],
  { phase, outcomes, started }: GroupProgress,
  words: RunWords,
): Outcome[] {
  const detail = `The ${words.run} ended before the transaction of the ${words.group}; whether it took effect is unknown`;
  return operations.map((operation, position) => {
    if (position >= started) return notStartedOutcome(operation, words);
    const isCulprit = phase === 'failed' && position === started - 1;
    return (
      (isCulprit ? outcomes[position] : undefined) ?? failedOutcome(operation, 'operation-timeout', detail)
    );
  });
}

function skipAll(
  operations: readonly Operation[],
  slug: 'transaction-contract-broken' | 'transaction-unavailable',
  more: { readonly detail: string; readonly executed?: boolean },
): Outcome[] {
  return operations.map((operation) => skippedOutcome(operation, slug, { ...more }));
}
