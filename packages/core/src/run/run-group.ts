import type { Operation } from '../operation/operation.js';
import { allBodyBytesOf, notStartedOutcome, type Outcome } from '../operation/outcome.js';
import { captureContext, stay } from './async-context.js';
import { executeOperation } from './execute-operation.js';
import { GroupFailedError, nameOfGroup } from './group-failed-error.js';
import {
  type GroupProgress,
  outcomesAfterAbort,
  outcomesAfterCommit,
  outcomesAfterRejection,
} from './group-outcomes.js';
import { isGroupRolledBackError } from './group-rolled-back-error.js';
import { type Abortable, InFlight } from './in-flight.js';
import type { GroupMembership, RunState } from './run-state.js';
import { traceEntry, traceSkipped } from './trace.js';

/**
 * Runs the operations of an atomicity group one after another, within one transaction.
 *
 * Resolves with one outcome per operation, and never rejects. Resolves when the transaction has ended, or the batch: then
 * it is unknown whether the operations that ran took effect. No operation of the group runs after that.
 */
export function runGroup(
  name: string,
  operations: readonly Operation[],
  state: RunState,
): Promise<Outcome[]> {
  const progress: GroupProgress = { phase: 'waiting', outcomes: [], started: 0 };
  const { transaction } = state.options;
  const { leave = stay, words } = state;
  const onError = (error: unknown): void =>
    state.options.onError(error, { group: name, request: state.outer });
  return new Promise((resolve) => {
    const controller = new AbortController();
    /** Holds the operation that runs now. */
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
      slot: -1,
      due: 0,
      abort: () => {
        settle(() => outcomesAfterAbort(operations, progress, words));
        leave(() => controller.abort());
      },
    };
    state.inFlight.add(group, false);
    const enterBatch = captureContext();
    const run = (value: unknown): Promise<void> => {
      const membership = { transaction: value, inFlight, enter: captureContext() };
      const ran = enterBatch(() => runMembers(name, operations, { progress, state, membership }));
      // The option breaks its contract if it does not await this; an unhandled rejection would end the process.
      ran.catch(() => undefined);
      return ran;
    };
    // An async function, so that an exception is a rejection too.
    const transact = async (): Promise<unknown> =>
      traceEntry(state.trace, () => transaction?.({ name, operations, signal: controller.signal }, run));
    const fail = (error: unknown): void => {
      if (!isFailureOfOperation(error)) onError(error);
      settle(() => {
        if (progress.phase === 'failed') giveBack(allBodyBytesOf(progress.outcomes.slice(0, -1)), state);
        return outcomesAfterRejection(operations, progress, { error, words });
      });
    };
    const begin = (): void => {
      // A capture of its own: before Node 24, `enterWith` in the transaction would change what `leave` itself enters.
      leave(() => captureContext()(transact)).then(
        () => settle(() => outcomesAfterCommit(operations, progress, { name, words, onError })),
        fail,
      );
    };
    if (state.journal === undefined) {
      begin();
      return;
    }
    state.journal
      .claim(operations, true)
      .then((refusal) => {
        if (isOver(progress)) return;
        if (refusal !== undefined) settle(() => operations.map(refusal));
        else if (state.isClosed) settle(() => operations.map((each) => notStartedOutcome(each, words)));
        else begin();
      })
      .catch(fail);
  });
}

async function runMembers(
  name: string,
  operations: readonly Operation[],
  { progress, state, membership }: { progress: GroupProgress; state: RunState; membership: GroupMembership },
): Promise<void> {
  if (progress.phase === 'over') throw new GroupFailedError(name, undefined, state.words);
  if (progress.phase !== 'waiting')
    throw new TypeError(`run() of ${nameOfGroup(name, state.words)} may be called only once`);
  progress.phase = 'running';
  for (const operation of operations) {
    progress.started += 1;
    const outcome = await executeOperation(operation, state, membership);
    // The transaction or the batch has ended: no further operation of the group may run.
    if (isOver(progress)) throw new GroupFailedError(name, operation.id, state.words);
    progress.outcomes.push(outcome);
    if (outcome.result !== 'succeeded') {
      progress.phase = 'failed';
      throw new GroupFailedError(name, operation.id, state.words);
    }
  }
  progress.phase = 'succeeded';
  await state.journal?.keepWithin(membership.transaction, progress.outcomes);
}

/** Checks whether a transaction has rejected only because an operation did not succeed, which the outcomes report. */
function isFailureOfOperation(error: unknown): boolean {
  return (
    error instanceof GroupFailedError ||
    (isGroupRolledBackError(error) && error.cause instanceof GroupFailedError)
  );
}

/** A function, because TypeScript does not expect the phase to change during an await. */
function isOver({ phase }: GroupProgress): boolean {
  return phase === 'over';
}

/** The bodies of a group that was rolled back are not reported, so they no longer count. */
function giveBack(bytes: number, state: RunState): void {
  state.remainingBytes += bytes;
  state.load?.remove(bytes);
}
