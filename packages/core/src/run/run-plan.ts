import { byIndex } from '../operation/by-index.js';
import type { Operation } from '../operation/operation.js';
import { failedOutcome, notStartedOutcome, type Outcome, skippedOutcome } from '../operation/outcome.js';
import { MAX_TIMEOUT_MS } from '../options/resolve-limits.js';
import type { Plan, PlanStep } from '../plan/plan.js';
import { ReadyQueue } from '../plan/ready-queue.js';
import { OWN_SLOTS } from './adaptive-slots.js';
import { InFlight } from './in-flight.js';
import { isOverload } from './is-overload.js';
import { RunClock } from './run-clock.js';
import type { RunContext } from './run-context.js';
import { runGroup } from './run-group.js';
import { runSingle } from './run-single.js';
import { RunSlots } from './run-slots.js';
import type { RunState } from './run-state.js';
import { traceSkipped } from './trace.js';

/** How many operations a skipped operation names as causes, at most. */
const MAX_CAUSES = 20;
const NO_CAUSES: readonly string[] = [];
const NO_DEPENDENTS: readonly number[] = [];

/**
 * Runs a plan: at most `concurrency` steps at a time, each after all of its dependencies have succeeded.
 *
 * The operations may be a part of a batch, with the indexes that they have there; the plan has these indexes too.
 *
 * Resolves with exactly one outcome per operation, in request order. Never rejects: a failure of a target is an outcome.
 * After `batchTimeoutMs`, or on `abort`, running operations are aborted and no further one starts. On `drain`, no further one
 * starts, and those that run are not aborted.
 */
export function run(plan: Plan, operations: readonly Operation[], context: RunContext): Promise<Outcome[]> {
  return new PlanRun(plan, operations, context).start();
}

class PlanRun {
  readonly #plan: Plan;
  readonly #operations: readonly Operation[];
  readonly #byIndex: readonly (Operation | undefined)[];
  readonly #context: RunContext;
  readonly #state: RunState;
  /** By the index of their operation. */
  readonly #outcomes: Outcome[];
  /** By step index: the steps that depend on this one. */
  readonly #dependents: (number[] | undefined)[];
  /** By step index: how many of its dependencies have not ended yet. */
  readonly #unmet: number[];
  /** By step index: the failed operations that keep it from running. */
  #causes: Map<number, Set<string>> | undefined;
  readonly #ready = new ReadyQueue();
  readonly #slots: number;
  /** Absent if the run has slots of its own, as many as {@link #slots}. */
  readonly #shared: RunSlots | undefined;
  #active = 0;
  #settled = 0;
  #failures = 0;
  #stoppedBy: string | undefined;
  #resolve: (() => void) | undefined;

  constructor(plan: Plan, operations: readonly Operation[], context: RunContext) {
    const { concurrency, maxResponseBytes, operationTimeoutMs } = context.options.limits;
    const hasEnded = context.abort?.aborted ?? false;
    this.#plan = plan;
    this.#operations = operations;
    this.#byIndex = byIndex(operations);
    this.#context = context;
    this.#outcomes = new Array<Outcome>(operations.length);
    this.#slots = context.isSequential ? 1 : concurrency;
    const isShared = !context.isSequential && plan.length > OWN_SLOTS;
    this.#shared = isShared && context.slots !== undefined ? new RunSlots(context.slots) : undefined;
    this.#state = {
      batchId: context.batchId,
      trace: context.trace,
      dispatch: context.dispatch,
      words: context.words,
      leave: context.leave,
      options: context.options,
      outer: context.outer,
      host: context.host,
      nestedType: context.nestedType,
      principal: context.principal,
      headersOf: context.headersOf,
      allowed: context.allowed,
      answered: operations.some(({ dependencies }) => dependencies.length > 0) ? new Map() : undefined,
      inFlight: new InFlight(operationTimeoutMs),
      hasEnded,
      isClosed: hasEnded || (context.drain?.aborted ?? false),
      remainingBytes: maxResponseBytes,
      load: context.load,
      journal: context.journal,
      clock: context.timing && new RunClock(context.timing),
    };
    this.#dependents = new Array<number[] | undefined>(plan.length);
    this.#unmet = plan.map(({ dependencies }, stepIndex) => {
      for (const dependency of dependencies) {
        const dependents = this.#dependents[dependency];
        if (dependents === undefined) this.#dependents[dependency] = [stepIndex];
        else dependents.push(stepIndex);
      }
      if (dependencies.length === 0) this.#ready.add(stepIndex);
      return dependencies.length;
    });
  }

  start(): Promise<Outcome[]> {
    const { abort, drain, options } = this.#context;
    const signalEnd = this.#plan.length > 1 ? this.#skipAtEnd() : (): void => undefined;
    const end = (): void => {
      this.#state.hasEnded = true;
      this.#state.isClosed = true;
      this.#state.inFlight.abortAll();
      signalEnd();
    };
    const startNothing = (): void => {
      this.#state.isClosed = true;
      signalEnd();
    };
    const { batchTimeoutMs } = options.limits;
    // A timer with a longer delay, such as Infinity, would fire at once.
    const timer = setTimeout(end, Math.min(batchTimeoutMs, MAX_TIMEOUT_MS));
    abort?.addEventListener('abort', end);
    drain?.addEventListener('abort', startNothing);
    const settled = new Promise<void>((resolve) => {
      if (this.#plan.length === 0) resolve();
      this.#resolve = resolve;
      this.#startReady();
    });
    return settled.then(() => {
      clearTimeout(timer);
      abort?.removeEventListener('abort', end);
      drain?.removeEventListener('abort', startNothing);
      return this.#end();
    });
  }

  #end(): Outcome[] {
    // A transaction that did not wait for its operations may have left some running.
    this.#state.inFlight.abortAll();
    this.#state.inFlight.end();
    if (this.#byIndex === this.#operations) return this.#outcomes;
    return this.#operations.map(({ index }) => this.#outcomes[index] as Outcome);
  }

  /** Returns the function that skips what has not started, once the run has ended or drains. */
  #skipAtEnd(): () => void {
    const { options, outer } = this.#context;
    let signalEnd = (): void => undefined;
    const ended = new Promise<void>((resolve) => {
      signalEnd = resolve;
    });
    // Not in a listener itself: it runs in the async context of the connection, where traces of skipped operations are lost.
    ended.then(
      () => this.#startReady(),
      (error: unknown) => options.onError(error, { request: outer }),
    );
    return signalEnd;
  }

  /**
   * Starts steps while there are free slots. A skipped step takes no slot, and in a parallel run does not wait for one. `now` is the
   * time, if the caller has read the clock.
   */
  #startReady(now?: number): void {
    for (let stepIndex = this.#ready.least; stepIndex !== undefined; stepIndex = this.#ready.least) {
      const step = this.#plan[stepIndex] as PlanStep;
      if (this.#settleKept(step, stepIndex)) continue;
      const skip = this.#reasonToSkip(stepIndex);
      const isFree = this.#active < (this.#shared?.share ?? this.#slots);
      // In a sequential run a skipped step also waits for its turn, so that outcomes keep their order.
      if (!isFree && (skip === undefined || this.#context.isSequential)) return;
      this.#ready.take();
      if (skip === undefined) this.#startStep(step, stepIndex, now);
      else this.#settle(stepIndex, this.#membersOf(step).map(skip));
    }
  }

  /** Settles a step that has its outcomes already, as from an earlier attempt. Returns false for any other step. */
  #settleKept(step: PlanStep, stepIndex: number): boolean {
    const { journal, answered } = this.#state;
    const { keptOutcomeOf } = this.#context;
    if (journal === undefined && keptOutcomeOf === undefined) return false;
    const kept: Outcome[] = [];
    for (const operation of this.#membersOf(step)) {
      const outcome = keptOutcomeOf === undefined ? journal?.outcomeOf(operation) : keptOutcomeOf(operation);
      if (outcome === undefined) return false;
      if (outcome.kind === 'answered') answered?.set(operation.id, outcome);
      kept.push(outcome);
    }
    this.#ready.take();
    this.#settle(stepIndex, kept);
    return true;
  }

  #startStep(step: PlanStep, stepIndex: number, now: number | undefined): void {
    this.#active += 1;
    const startedAt = this.#shared?.start(now) ?? 0;
    const fail = (error: unknown): void => this.#fail(stepIndex, error, startedAt);
    if (step.isGroup) {
      runGroup(step.name, this.#membersOf(step), this.#state).then(
        (outcomes) => this.#proceed(stepIndex, outcomes, startedAt),
        fail,
      );
    } else {
      runSingle(this.#byIndex[step.operations[0] as number] as Operation, this.#state).then(
        (outcome) => this.#proceed(stepIndex, [outcome], startedAt),
        fail,
      );
    }
  }

  #proceed(stepIndex: number, outcomes: readonly Outcome[], startedAt: number): void {
    this.#active -= 1;
    const endedAt = this.#shared?.end(this.#state.hasEnded ? undefined : startedAt, isOverload(outcomes));
    this.#settle(stepIndex, outcomes);
    this.#startReady(endedAt);
  }

  /** Proceeds after a bug in this library: the batch must still end. */
  #fail(stepIndex: number, error: unknown, startedAt: number): void {
    const { options, outer, words } = this.#context;
    const members = this.#membersOf(this.#plan[stepIndex] as PlanStep);
    options.onError(error, { operation: members[0], request: outer });
    const detail = `The ${words.run} failed to run the ${words.operation}`;
    this.#proceed(
      stepIndex,
      members.map((operation) => failedOutcome(operation, 'internal', detail)),
      startedAt,
    );
  }

  #membersOf({ operations }: PlanStep): Operation[] {
    return operations.map((index) => this.#byIndex[index] as Operation);
  }

  #reasonToSkip(stepIndex: number): ((operation: Operation) => Outcome) | undefined {
    const causes = this.#causes?.get(stepIndex);
    if (causes !== undefined) {
      const detail = 'The operation did not run: what it depends on did not succeed';
      return (operation) =>
        this.#skip(skippedOutcome(operation, 'failed-dependency', { detail, because: [...causes] }));
    }
    if (this.#stoppedBy !== undefined) {
      const { stopAfter } = this.#context;
      const limit = stopAfter === 1 ? 'at the first failure' : `after ${stopAfter} failures`;
      const detail = `The operation did not run: an earlier one failed, and the batch stops ${limit}`;
      const because = [this.#stoppedBy];
      return (operation) => this.#skip(skippedOutcome(operation, 'stopped', { detail, because }));
    }
    return this.#state.isClosed
      ? (operation) => this.#skip(notStartedOutcome(operation, this.#context.words))
      : undefined;
  }

  #skip(outcome: Outcome): Outcome {
    traceSkipped(this.#state.batchId, outcome);
    return outcome;
  }

  #settle(stepIndex: number, outcomes: readonly Outcome[]): void {
    for (const outcome of outcomes) {
      this.#outcomes[outcome.operation.index] = outcome;
      this.#context.onOutcome(outcome);
    }
    const causes = this.#state.isClosed ? NO_CAUSES : this.#causesOf(outcomes);
    const { stopAfter } = this.#context;
    if (stopAfter !== undefined) {
      for (const { result } of outcomes) if (result === 'failed') this.#failures += 1;
      if (this.#failures >= stopAfter) this.#stoppedBy ??= causes[0];
    }
    for (const dependent of this.#dependents[stepIndex] ?? NO_DEPENDENTS) {
      if (causes.length > 0) this.#addCauses(dependent, causes);
      const unmet = (this.#unmet[dependent] ?? 0) - 1;
      this.#unmet[dependent] = unmet;
      if (unmet === 0) this.#ready.add(dependent);
    }
    this.#settled += 1;
    if (this.#settled === this.#plan.length) this.#resolve?.();
  }

  #addCauses(stepIndex: number, causes: readonly string[]): void {
    this.#causes ??= new Map();
    const all = this.#causes.get(stepIndex) ?? new Set();
    for (const cause of causes) if (all.size < MAX_CAUSES) all.add(cause);
    this.#causes.set(stepIndex, all);
  }

  /** Returns the ids of the operations that failed on their own, not because of a dependency. */
  #causesOf(outcomes: readonly Outcome[]): readonly string[] {
    if (outcomes.every(({ result }) => result === 'succeeded')) return NO_CAUSES;
    const causes = new Set<string>();
    for (const { operation, result, ...outcome } of outcomes) {
      if (result === 'succeeded') continue;
      const because = outcome.kind === 'answered' ? undefined : outcome.problem['because'];
      const toBlame =
        (because as readonly string[] | undefined)?.filter((id) => !this.#hasSucceeded(id)) ?? [];
      for (const id of toBlame.length === 0 ? [operation.id] : toBlame) causes.add(id);
    }
    return [...causes].slice(0, MAX_CAUSES);
  }

  #hasSucceeded(id: string): boolean {
    const answered = this.#state.answered?.get(id);
    return answered !== undefined && this.#outcomes[answered.operation.index]?.result === 'succeeded';
  }
}
