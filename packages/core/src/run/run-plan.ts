import type { ClientSignal } from '../http/client-signal.js';
import type { Operation } from '../operation/operation.js';
import { failedOutcome, notStarted, type Outcome, skippedOutcome } from '../operation/outcome.js';
import { MAX_TIMEOUT_MS } from '../options/resolve-limits.js';
import type { Plan, PlanStep } from '../plan/plan.js';
import { ReadyQueue } from '../plan/ready-queue.js';
import { executeOperation } from './execute-operation.js';
import { InFlight } from './in-flight.js';
import { runGroup } from './run-group.js';
import type { RunState } from './run-state.js';
import { traceSkipped } from './trace.js';

/** What a run needs besides its plan and operations. */
export interface RunContext extends Omit<RunState, 'answered' | 'inFlight' | 'hasEnded' | 'remainingBytes'> {
  /** One step at a time. */
  readonly isSequential: boolean;
  /** Nothing starts after a failure. */
  readonly stopsOnError: boolean;
  /** Aborted when the client of the batch has gone. */
  readonly signal: ClientSignal;
  /** Hears of every outcome as soon as it is certain. Must not throw. */
  readonly onOutcome: (outcome: Outcome) => void;
}

/** Of the operations that caused a failure only so many are told. */
const MAX_CAUSES = 20;
const NONE: readonly never[] = [];

/**
 * Runs the plan, at most `concurrency` steps at a time, each once all that it needs has succeeded.
 *
 * Gives exactly one outcome per operation, in request order. Never rejects: whatever a target does becomes an outcome.
 * Ends at `batchTimeoutMs`, or when the client has gone: what runs then is aborted, what has not started never does.
 */
export function run(plan: Plan, operations: readonly Operation[], context: RunContext): Promise<Outcome[]> {
  return new PlanRun(plan, operations, context).start();
}

class PlanRun {
  readonly #plan: Plan;
  readonly #operations: readonly Operation[];
  readonly #context: RunContext;
  readonly #state: RunState;
  readonly #outcomes: Outcome[];
  /** By place in the plan: the steps that need it, how many it still waits for, and the failures that keep it from running. */
  readonly #dependents: (number[] | undefined)[];
  readonly #open: number[];
  readonly #causes: Map<number, Set<string>> = new Map();
  readonly #ready = new ReadyQueue();
  readonly #slots: number;
  #active = 0;
  #settled = 0;
  #stoppedBy: string | undefined;
  #resolve: () => void = () => undefined;

  constructor(plan: Plan, operations: readonly Operation[], context: RunContext) {
    const { concurrency, maxResponseBytes, operationTimeoutMs } = context.options.limits;
    this.#plan = plan;
    this.#operations = operations;
    this.#context = context;
    this.#outcomes = new Array<Outcome>(operations.length);
    this.#slots = context.isSequential ? 1 : concurrency;
    this.#state = {
      batchId: context.batchId,
      dispatch: context.dispatch,
      options: context.options,
      outer: context.outer,
      host: context.host,
      headersOf: context.headersOf,
      allowed: context.allowed,
      answered: operations.some(({ dependencies }) => dependencies.length > 0) ? new Map() : undefined,
      inFlight: new InFlight(operationTimeoutMs),
      hasEnded: context.signal.aborted,
      remainingBytes: maxResponseBytes,
    };
    this.#dependents = new Array<number[] | undefined>(plan.length);
    this.#open = plan.map(({ dependencies }, place) => {
      for (const dependency of dependencies) {
        const dependents = this.#dependents[dependency];
        if (dependents === undefined) this.#dependents[dependency] = [place];
        else dependents.push(place);
      }
      if (dependencies.length === 0) this.#ready.add(place);
      return dependencies.length;
    });
  }

  async start(): Promise<Outcome[]> {
    const { signal, options } = this.#context;
    let tellEnd = (): void => undefined;
    const ended = new Promise<void>((resolve) => {
      tellEnd = resolve;
    });
    // Not by the listener itself, which runs in the connection's async context: traces of what is skipped would be lost.
    ended.then(() => this.#startReady(), options.onError);
    const end = (): void => {
      this.#state.hasEnded = true;
      this.#state.inFlight.abortAll();
      tellEnd();
    };
    const { batchTimeoutMs } = options.limits;
    // The longest delay of a timer; one of Infinity would fire at once.
    const timer = setTimeout(end, Math.min(batchTimeoutMs, MAX_TIMEOUT_MS));
    signal.addEventListener('abort', end);
    await new Promise<void>((resolve) => {
      if (this.#plan.length === 0) resolve();
      this.#resolve = resolve;
      this.#startReady();
    });
    clearTimeout(timer);
    signal.removeEventListener('abort', end);
    // What a transaction has left behind that did not wait for its operations.
    this.#state.inFlight.abortAll();
    this.#state.inFlight.end();
    return this.#outcomes;
  }

  /** Starts steps while there are free slots; one that must not run takes none, and waits for none in a parallel run. */
  #startReady(): void {
    for (let place = this.#ready.least; place !== undefined; place = this.#ready.least) {
      const step = this.#plan[place] as PlanStep;
      const skip = this.#reasonToSkip(place);
      const isFree = this.#active < this.#slots;
      // One at a time also means: one after another, whatever becomes of them.
      if (!isFree && (skip === undefined || this.#context.isSequential)) return;
      this.#ready.take();
      if (skip === undefined) this.#startStep(step, place);
      else this.#settle(place, this.#membersOf(step).map(skip));
    }
  }

  #startStep(step: PlanStep, place: number): void {
    this.#active += 1;
    const members = this.#membersOf(step);
    const [first] = members;
    const outcomes =
      step.isGroup || first === undefined
        ? runGroup(step.name, members, this.#state)
        : executeOperation(first, this.#state).then((outcome) => [outcome]);
    const goOn = (settled: readonly Outcome[]): void => {
      this.#active -= 1;
      this.#settle(place, settled);
      this.#startReady();
    };
    outcomes.then(goOn, (error: unknown) => {
      // A fault of this library: the batch must end all the same.
      this.#context.options.onError(error);
      goOn(members.map((operation) => failedOutcome(operation, 'internal', 'The batch failed to run it')));
    });
  }

  #membersOf({ operations }: PlanStep): Operation[] {
    return operations.map((index) => this.#operations[index] as Operation);
  }

  #reasonToSkip(place: number): ((operation: Operation) => Outcome) | undefined {
    const causes = this.#causes.get(place);
    if (causes !== undefined) {
      const detail = 'The operation did not run: what it depends on did not succeed';
      return (operation) =>
        this.#skip(skippedOutcome(operation, 'failed-dependency', { detail, because: [...causes] }));
    }
    if (this.#stoppedBy !== undefined) {
      const detail =
        'The operation did not run: an earlier one failed, and the batch stops at the first failure';
      const because = [this.#stoppedBy];
      return (operation) => this.#skip(skippedOutcome(operation, 'stopped', { detail, because }));
    }
    return this.#state.hasEnded ? (operation) => this.#skip(notStarted(operation)) : undefined;
  }

  #skip(outcome: Outcome): Outcome {
    traceSkipped(this.#state.batchId, outcome);
    return outcome;
  }

  #settle(place: number, outcomes: readonly Outcome[]): void {
    for (const outcome of outcomes) {
      this.#outcomes[outcome.operation.index] = outcome;
      this.#context.onOutcome(outcome);
    }
    const causes = this.#state.hasEnded ? NONE : this.#causesOf(outcomes);
    if (this.#context.stopsOnError && outcomes.some(({ result }) => result === 'failed')) {
      this.#stoppedBy ??= causes[0];
    }
    for (const dependent of this.#dependents[place] ?? NONE) {
      if (causes.length > 0) this.#addCauses(dependent, causes);
      const open = (this.#open[dependent] ?? 0) - 1;
      this.#open[dependent] = open;
      if (open === 0) this.#ready.add(dependent);
    }
    this.#settled += 1;
    if (this.#settled === this.#plan.length) this.#resolve();
  }

  #addCauses(place: number, causes: readonly string[]): void {
    const all = this.#causes.get(place) ?? new Set();
    for (const cause of causes) if (all.size < MAX_CAUSES) all.add(cause);
    this.#causes.set(place, all);
  }

  /** The operations that are to blame: those that failed by themselves, not by what they depend on. */
  #causesOf(outcomes: readonly Outcome[]): readonly string[] {
    if (outcomes.every(({ result }) => result === 'succeeded')) return NONE;
    const causes = new Set<string>();
    for (const { operation, result, ...rest } of outcomes) {
      if (result === 'succeeded') continue;
      const because = rest.kind === 'answered' ? undefined : rest.problem['because'];
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
