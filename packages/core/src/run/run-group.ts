import type { Operation } from '../operation/operation.js';
import { allBodyBytesOf, notStartedOutcome, type Outcome, withTiming } from '../operation/outcome.js';
import { captureContext, type RunInContext, stay } from './async-context.js';
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
import type { RunJournal } from './run-journal.js';
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
  return new GroupRun(name, operations, state).start();
}

class GroupRun implements Abortable {
  slot = -1;
  due = 0;
  readonly #name: string;
  readonly #operations: readonly Operation[];
  readonly #state: RunState;
  readonly #progress: GroupProgress = { phase: 'waiting', outcomes: [], started: 0 };
  readonly #controller = new AbortController();
  /** Holds the operation that runs now. */
  readonly #inFlight: InFlight;
  readonly #leave: RunInContext;
  readonly #enterBatch = captureContext();
  #resolve: ((outcomes: Outcome[]) => void) | undefined;

  constructor(name: string, operations: readonly Operation[], state: RunState) {
    this.#name = name;
    this.#operations = operations;
    this.#state = state;
    this.#inFlight = new InFlight(state.options.limits.operationTimeoutMs);
    this.#leave = state.leave ?? stay;
  }

  start(): Promise<Outcome[]> {
    return new Promise((resolve) => {
      this.#resolve = resolve;
      this.#state.inFlight.add(this, false);
      const { journal } = this.#state;
      if (journal === undefined) this.#begin();
      else this.#claim(journal).catch((error: unknown) => this.#fail(error));
    });
  }

  abort(): void {
    this.#settle(() => outcomesAfterAbort(this.#operations, this.#progress, this.#state.words));
    this.#leave(() => this.#controller.abort());
  }

  async #claim(journal: RunJournal): Promise<void> {
    const operations = this.#operations;
    const refusal = await journal.claim(operations, true);
    if (isOver(this.#progress)) return;
    if (refusal !== undefined) this.#settle(() => operations.map(refusal));
    else if (this.#state.isClosed)
      this.#settle(() => operations.map((each) => notStartedOutcome(each, this.#state.words)));
    else this.#begin();
  }

  #begin(): void {
    // A capture of its own: before Node 24, `enterWith` in the transaction would change what `leave` itself enters.
    this.#leave(() => captureContext()(() => this.#transact())).then(
      () => this.#commit(),
      (error: unknown) => this.#fail(error),
    );
  }

  /** An async function, so that an exception is a rejection too. */
  async #transact(): Promise<unknown> {
    const { options, trace } = this.#state;
    const group = { name: this.#name, operations: this.#operations, signal: this.#controller.signal };
    return traceEntry(trace, () => options.transaction?.(group, (value) => this.#run(value)));
  }

  #run(value: unknown): Promise<void> {
    const membership = { transaction: value, inFlight: this.#inFlight, enter: captureContext() };
    const members = { progress: this.#progress, state: this.#state, membership };
    const ran = this.#enterBatch(() => runMembers(this.#name, this.#operations, members));
    // The option breaks its contract if it does not await this; an unhandled rejection would end the process.
    ran.catch(() => undefined);
    return ran;
  }

  #commit(): void {
    const { words } = this.#state;
    const onError = (error: unknown): void => this.#report(error);
    this.#settle(() =>
      outcomesAfterCommit(this.#operations, this.#progress, { name: this.#name, words, onError }),
    );
  }

  #fail(error: unknown): void {
    if (!isFailureOfOperation(error)) this.#report(error);
    const { journal } = this.#state;
    if (journal === undefined || this.#progress.phase !== 'succeeded' || isGroupRolledBackError(error)) {
      this.#settleFailed(error);
      return;
    }
    // The journal knows what the database did not answer. It never rejects.
    void journal.isCommitted(this.#operations).then((isCommitted) => {
      if (isCommitted) this.#settle(() => this.#progress.outcomes);
      else this.#settleFailed(error);
    });
  }

  #settleFailed(error: unknown): void {
    const { words } = this.#state;
    this.#settle(() => {
      const { phase, outcomes } = this.#progress;
      if (phase === 'failed') giveBack(allBodyBytesOf(outcomes.slice(0, -1)), this.#state);
      return outcomesAfterRejection(this.#operations, this.#progress, { error, words });
    });
  }

  #report(error: unknown): void {
    const { options, outer } = this.#state;
    options.onError(error, { group: this.#name, request: outer });
  }

  #settle(toOutcomes: () => Outcome[]): void {
    if (!this.#state.inFlight.delete(this)) return;
    const outcomes = this.#timed(toOutcomes());
    this.#progress.phase = 'over';
    this.#inFlight.abortAll();
    this.#inFlight.end();
    for (const outcome of outcomes.slice(this.#progress.started)) traceSkipped(this.#state.batchId, outcome);
    this.#resolve?.(outcomes);
  }

  /** Returns the outcomes of the group with the time in which each operation ran, even if it was rolled back. */
  #timed(outcomes: Outcome[]): Outcome[] {
    const { clock } = this.#state;
    if (clock === undefined) return outcomes;
    return outcomes.map((outcome, position) => {
      const { timing } = this.#progress.outcomes[position] ?? clock.stop(outcome);
      return timing === undefined ? outcome : withTiming(outcome, timing);
    });
  }
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
