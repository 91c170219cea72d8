import type { Operation } from '../operation/operation.js';
import type { Outcome } from '../operation/outcome.js';
import { executeOperation } from './execute-operation.js';
import { GroupFailedError } from './group-failed-error.js';
import { afterCommit, afterRejection, type GroupProgress, whileUnderWay } from './group-outcomes.js';
import { type Abortable, InFlight } from './in-flight.js';
import type { RunState } from './run-state.js';
import { traceSkipped } from './trace.js';

/**
 * Runs the operations of an atomicity group within one transaction, one after another.
 *
 * Never rejects, and gives one outcome for each. Resolves when the transaction is over, or when the batch is: then what
 * has run is in doubt. Nothing of the group runs after that.
 */
export function runGroup(
  name: string,
  operations: readonly Operation[],
  state: RunState,
): Promise<Outcome[]> {
  const progress: GroupProgress = { phase: 'waiting', outcomes: [], started: 0 };
  const { transaction, onError } = state.options;
  return new Promise((resolve) => {
    const abort = new AbortController();
    /** Ends the operation that runs now. */
    const inFlight = new InFlight(state.options.limits.operationTimeoutMs);
    const settle = (toOutcomes: () => Outcome[]): void => {
      if (!state.inFlight.delete(group)) return;
      const outcomes = toOutcomes();
      progress.phase = 'over';
      inFlight.abortAll();
      inFlight.end();
      for (const outcome of outcomes.slice(progress.started)) traceSkipped(state.batchId, outcome);
      resolve(outcomes);
    };
    const group: Abortable = {
      place: -1,
      due: 0,
      abort: () => {
        settle(() => whileUnderWay(operations, progress));
        abort.abort();
      },
    };
    state.inFlight.add(group, false);
    const run = (given: unknown): Promise<void> => {
      const ran = runMembers(name, operations, { progress, state, inFlight, given });
      // A transaction that does not wait for it has broken its contract; that must not end the process.
      ran.catch(() => undefined);
      return ran;
    };
    // Asynchronous, so that a transaction that throws is as one that rejects.
    const transact = async (): Promise<unknown> =>
      transaction?.({ name, operations, signal: abort.signal }, run);
    transact().then(
      () => settle(() => afterCommit(name, operations, { progress, onError })),
      (error: unknown) => {
        if (!(error instanceof GroupFailedError)) onError(error);
        settle(() => {
          if (progress.phase === 'failed') state.remainingBytes += bytesOf(progress.outcomes.slice(0, -1));
          return afterRejection(operations, progress);
        });
      },
    );
  });
}

async function runMembers(
  name: string,
  operations: readonly Operation[],
  {
    progress,
    state,
    inFlight,
    given,
  }: { progress: GroupProgress; state: RunState; inFlight: InFlight; given: unknown },
): Promise<void> {
  if (progress.phase === 'over') throw new GroupFailedError(name, undefined);
  if (progress.phase !== 'waiting')
    throw new TypeError(`run() of group ${name} was called before; it runs once`);
  progress.phase = 'running';
  for (const operation of operations) {
    progress.started += 1;
    const outcome = await executeOperation(operation, state, { transaction: given, inFlight });
    // The transaction has ended, or the batch has: nothing of the group may run any more.
    if (isOver(progress)) throw new GroupFailedError(name, operation.id);
    progress.outcomes.push(outcome);
    if (outcome.result !== 'succeeded') {
      progress.phase = 'failed';
      throw new GroupFailedError(name, operation.id);
    }
  }
  progress.phase = 'succeeded';
}

/** The phase may have changed while something was awaited. */
function isOver({ phase }: GroupProgress): boolean {
  return phase === 'over';
}

/** What the bodies of answers take that nobody will see. */
function bytesOf(outcomes: readonly Outcome[]): number {
  let bytes = 0;
  for (const outcome of outcomes) if (outcome.kind === 'answered') bytes += outcome.answer.body.byteLength;
  return bytes;
}
