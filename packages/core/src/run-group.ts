import { GroupFailedError } from './group-failed-error.js';
import type { Operation } from './operation.js';
import { failedOutcome, notStarted, type Outcome, skippedOutcome } from './outcome.js';
import { type RunState, runOperation } from './run-operation.js';

/** An atomicity group, as the option `transaction` sees it. */
export interface OperationGroup {
  readonly name: string;
  /** In the order in which they run. */
  readonly operations: readonly Operation[];
  /** Aborted when the batch is over: a wait for a connection may end then. */
  readonly signal: AbortSignal;
}

/**
 * Runs a group all or nothing: begins a transaction, awaits `run(transaction)`, then commits; rolls back if `run` rejects,
 * and rejects with the same error. What it gives to `run`, operations get by `operationOf`. `run` may be called once.
 */
export type Transaction = (
  group: OperationGroup,
  run: (transaction: unknown) => Promise<void>,
) => Promise<unknown>;

/** Where a group is. */
interface Progress {
  phase: 'waiting' | 'running' | 'succeeded' | 'failed' | 'over';
  /** Of the operations that have ended, in the order in which they ran. */
  readonly outcomes: Outcome[];
}

/**
 * Runs the operations of an atomicity group within one transaction, one after another.
 *
 * Never rejects, and gives one outcome for each. Resolves when the transaction is over, or when the batch is: then what
 * has run is in doubt.
 */
export function runGroup(
  name: string,
  operations: readonly Operation[],
  state: RunState,
): Promise<Outcome[]> {
  const progress: Progress = { phase: 'waiting', outcomes: [] };
  const { transaction, onError } = state.options;
  return new Promise((resolve) => {
    const abort = new AbortController();
    const settle = (toOutcomes: () => Outcome[]): void => {
      if (state.running.delete(giveUp)) resolve(toOutcomes());
    };
    const giveUp = (): void => {
      settle(() => inDoubt(operations, progress));
      progress.phase = 'over';
      abort.abort();
    };
    state.running.add(giveUp);
    const run = (given: unknown): Promise<void> => runMembers(name, operations, { progress, state, given });
    // Asynchronous, so that a transaction that throws is as one that rejects.
    const transact = async (): Promise<unknown> =>
      transaction?.({ name, operations, signal: abort.signal }, run);
    transact().then(
      () => settle(() => afterCommit(name, operations, { progress, onError })),
      (error: unknown) => {
        if (!(error instanceof GroupFailedError)) onError(error);
        settle(() => afterRejection(operations, progress));
      },
    );
  });
}

async function runMembers(
  name: string,
  operations: readonly Operation[],
  { progress, state, given }: { progress: Progress; state: RunState; given: unknown },
): Promise<void> {
  if (progress.phase === 'over') throw new GroupFailedError(name, undefined);
  if (progress.phase !== 'waiting')
    throw new TypeError(`run() of group ${name} was called before; it runs once`);
  progress.phase = 'running';
  for (const operation of operations) {
    const outcome = await runOperation(operation, state, given);
    // The transaction has ended, or the batch has: nothing of the group may run any more.
    if (progress.phase !== 'running') throw new GroupFailedError(name, operation.id);
    progress.outcomes.push(outcome);
    if (outcome.result !== 'succeeded') {
      progress.phase = 'failed';
      throw new GroupFailedError(name, operation.id);
    }
  }
  progress.phase = 'succeeded';
}

/** The transaction has resolved: that is right only if all of the group has succeeded. */
function afterCommit(
  name: string,
  operations: readonly Operation[],
  { progress, onError }: { progress: Progress; onError: (error: unknown) => void },
): Outcome[] {
  const { phase } = progress;
  if (phase === 'succeeded') return progress.outcomes;
  progress.phase = 'over';
  const fault = {
    waiting: 'resolved without having called run()',
    running: 'resolved before run() had',
    failed: 'resolved although run() rejected; it has to let the rejection through',
    over: 'was over already',
  }[phase];
  onError(new Error(`The transaction of group ${name} ${fault}`));
  if (phase === 'waiting')
    return all(operations, 'transaction-contract-broken', {
      detail: 'Nothing of the group ran',
      executed: false,
    });
  const detail = 'Whether the group took effect is unknown';
  return operations.map((operation) => failedOutcome(operation, 'transaction-contract-broken', detail));
}

/** The transaction has rejected, and so has not committed, unless it did so while it committed. */
function afterRejection(operations: readonly Operation[], progress: Progress): Outcome[] {
  const { phase, outcomes } = progress;
  progress.phase = 'over';
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

/** The batch is over while the group runs: what has run or runs is not waited for any longer. */
function inDoubt(operations: readonly Operation[], { phase, outcomes }: Progress): Outcome[] {
  const entered = phase === 'waiting' ? 0 : outcomes.length + (phase === 'running' ? 1 : 0);
  const detail = 'The batch ended before the transaction of the group; whether it took effect is unknown';
  return operations.map((operation, place) =>
    place < entered ? failedOutcome(operation, 'operation-timeout', detail) : notStarted(operation),
  );
}

function all(
  operations: readonly Operation[],
  slug: 'transaction-contract-broken' | 'transaction-unavailable',
  more: { readonly detail: string; readonly executed?: boolean },
): Outcome[] {
  return operations.map((operation) => skippedOutcome(operation, slug, { ...more }));
}
