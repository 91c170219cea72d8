import type { Operation } from '../operation/operation.js';
import { failedOutcome, notStarted, type Outcome, skippedOutcome } from '../operation/outcome.js';

/** How far a group has come. */
export interface GroupProgress {
  phase: 'waiting' | 'running' | 'succeeded' | 'failed' | 'over';
  /** Of the operations that have ended, in the order in which they ran. */
  readonly outcomes: Outcome[];
  /** How many operations have been started. */
  started: number;
}

/** The transaction has resolved: that is right only if all of the group has succeeded. */
export function afterCommit(
  name: string,
  operations: readonly Operation[],
  { progress, onError }: { progress: GroupProgress; onError: (error: unknown) => void },
): Outcome[] {
  const { phase } = progress;
  if (phase === 'succeeded') return progress.outcomes;
  const issue = {
    waiting: 'resolved without having called run()',
    running: 'resolved before run() had',
    failed: 'resolved although run() rejected; it has to let the rejection through',
    over: 'was over already',
  }[phase];
  onError(new Error(`The transaction of group ${name} ${issue}`));
  if (phase === 'waiting')
    return all(operations, 'transaction-contract-broken', {
      detail: 'Nothing of the group ran',
      executed: false,
    });
  const detail = 'Whether the group took effect is unknown';
  return operations.map((operation) => failedOutcome(operation, 'transaction-contract-broken', detail));
}

/** The transaction has rejected, and so has not committed, unless it did so while it committed. */
export function afterRejection(operations: readonly Operation[], progress: GroupProgress): Outcome[] {
  const { phase, outcomes } = progress;
  switch (phase) {
    case 'waiting':
      return all(operations, 'transaction-unavailable', {
        detail: 'Nothing of the group ran; it may be sent again',
      });
    case 'failed': {
      const culprit = outcomes.at(-1) as Outcome;
      const because = [culprit.operation.id];
      return operations.map((operation) =>
        operation.id === culprit.operation.id
          ? culprit
          : skippedOutcome(operation, 'rolled-back', {
              detail: 'The operation has no effect; another of its group failed',
              because,
            }),
      );
    }
    case 'succeeded': {
      const detail =
        'All operations of the group succeeded, their commit did not; whether it took effect is unknown';
      return operations.map((operation) => failedOutcome(operation, 'commit-failed', detail));
    }
    case 'running':
    case 'over': {
      const detail = 'The transaction ended before its operations; whether they took effect is unknown';
      return operations.map((operation) => failedOutcome(operation, 'transaction-contract-broken', detail));
    }
  }
}

/**
 * The batch is over while the group is under way: what has run or runs is not waited for any longer. What made the group
 * fail has no effect whatever becomes of the transaction, and keeps its status.
 */
export function whileUnderWay(
  operations: readonly Operation[],
  { phase, outcomes, started }: GroupProgress,
): Outcome[] {
  const detail = 'The batch ended before the transaction of the group; whether it took effect is unknown';
  return operations.map((operation, place) => {
    if (place >= started) return notStarted(operation);
    const isCulprit = phase === 'failed' && place === started - 1;
    return (isCulprit ? outcomes[place] : undefined) ?? failedOutcome(operation, 'operation-timeout', detail);
  });
}

function all(
  operations: readonly Operation[],
  slug: 'transaction-contract-broken' | 'transaction-unavailable',
  more: { readonly detail: string; readonly executed?: boolean },
): Outcome[] {
  return operations.map((operation) => skippedOutcome(operation, slug, { ...more }));
}
