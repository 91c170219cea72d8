import type { Operation } from '../operation/operation.js';
import {
  failedOutcome,
  notStartedOutcome,
  type Outcome,
  skippedOutcome,
  statusOf,
} from '../operation/outcome.js';
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
  name: string,
  operations: readonly Operation[],
  { progress, onError }: { progress: GroupProgress; onError: (error: unknown) => void },
): Outcome[] {
  const { phase } = progress;
  if (phase === 'succeeded') return progress.outcomes;
  const issue = {
    waiting: 'resolved without having called run()',
    running: 'resolved before run() had',
    failed: 'resolved although run() rejected; it must reject with the same error',
    over: 'had already ended',
  }[phase];
  onError(new Error(`The transaction of group ${name} ${issue}`));
  if (phase === 'waiting')
    return skipAll(operations, 'transaction-contract-broken', {
      detail: 'Nothing of the group ran',
      executed: false,
    });
  const detail = 'Whether the group took effect is unknown';
  return operations.map((operation) => failedOutcome(operation, 'transaction-contract-broken', detail));
}

/**
 * Returns the outcomes of a group whose transaction has rejected with `error`: it was not committed, unless the commit itself
 * is what failed.
 */
export function outcomesAfterRejection(
  operations: readonly Operation[],
  progress: GroupProgress,
  error: unknown,
): Outcome[] {
  const { phase, outcomes } = progress;
  const rollback = isGroupRolledBackError(error) ? error : undefined;
  switch (phase) {
    case 'waiting':
      return skipAll(operations, 'transaction-unavailable', {
        detail: 'Nothing of the group ran; it may be sent again',
      });
    case 'failed': {
      const culprit = outcomes.at(-1) as Outcome;
      // A handler decides itself to answer 4xx. Any other failure is a consequence of what happened to the transaction.
      if (rollback?.isTransient && statusOf(culprit) >= 500) return rolledBack(operations, true);
      const because = [culprit.operation.id];
      return operations.map((operation) =>
        operation.id === culprit.operation.id
          ? withoutEffect(culprit, rollback !== undefined)
          : skippedOutcome(operation, 'rolled-back', {
              detail: 'The operation has no effect because another operation of its group failed',
              because,
            }),
      );
    }
    case 'succeeded': {
      if (rollback !== undefined) return rolledBack(operations, rollback.isTransient);
      const detail =
        'All operations of the group succeeded but the commit failed; whether it took effect is unknown';
      return operations.map((operation) => failedOutcome(operation, 'commit-failed', detail));
    }
    case 'running':
    case 'over': {
      const detail = 'The transaction ended before its operations; whether they took effect is unknown';
      return operations.map((operation) => failedOutcome(operation, 'transaction-contract-broken', detail));
    }
  }
}

/** Returns the outcomes of a group that no operation is to blame for: its transaction was rolled back by the database. */
function rolledBack(operations: readonly Operation[], isTransient: boolean): Outcome[] {
  const more = isTransient
    ? { status: 503, detail: 'The database could not complete the transaction; the group may be sent again' }
    : { status: 500, detail: 'The database did not accept the transaction, which has no effect' };
  return operations.map((operation) => skippedOutcome(operation, 'rolled-back', more));
}

/** Returns the outcome of the operation that made a group fail. An answer of its target stays as it is. */
function withoutEffect(culprit: Outcome, isKnown: boolean): Outcome {
  if (!isKnown || culprit.kind !== 'failed') return culprit;
  const detail = 'The operation failed; its group was rolled back and has no effect';
  return { ...culprit, problem: { ...culprit.problem, detail, executed: false } };
}

/**
 * Returns the outcomes of a group that was still running when the batch ended. The operation that made the group fail keeps
 * its status: it has no effect, regardless of how the transaction ends.
 */
export function outcomesAfterAbort(
  operations: readonly Operation[],
  { phase, outcomes, started }: GroupProgress,
): Outcome[] {
  const detail = 'The batch ended before the transaction of the group; whether it took effect is unknown';
  return operations.map((operation, position) => {
    if (position >= started) return notStartedOutcome(operation);
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
