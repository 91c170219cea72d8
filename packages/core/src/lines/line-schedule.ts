import { toProblemUri } from '@multistatus/wire';
import { OutcomeStream } from '../encode/outcome-stream.js';
import type { SentOperation } from '../formats/batch-stream-decoder.js';
import type { Operation } from '../operation/operation.js';
import { notStartedOutcome, type Outcome, skippedOutcome } from '../operation/outcome.js';
import type { RunContext } from '../run/run-context.js';
import { run } from '../run/run-plan.js';
import { runSingle } from '../run/run-single.js';
import type { RunState } from '../run/run-state.js';
import { traceSkipped } from '../run/trace.js';
import type { Line } from './line.js';
import type { CheckedLine } from './lines-context.js';
import { NamedLine, NamedLines } from './named-lines.js';
import { planLines, tooDeep } from './plan-lines.js';
import { LineReader, type LineRules } from './read-line.js';
import { WaitingLines } from './waiting-lines.js';

/** A line whose place in the batch is known. */
interface ScheduledLine extends CheckedLine {
  /** Itself, as what later lines depend on; absent if it has no name. */
  readonly named?: NamedLine | undefined;
  /** The lines that it depends on. Absent if it waits for the end of the batch. */
  readonly needed?: readonly NamedLine[] | undefined;
}

const NONE: readonly never[] = [];
const FAILED_DEPENDENCY = toProblemUri('failed-dependency');
/** How many operations a skipped operation names as causes, at most. */
const MAX_CAUSES = 20;

/**
 * Decides when the lines of a batch run that arrive one after another. A line runs when those that it depends on have settled. If one of
 * these has not arrived yet, or the line is a member of a group, it waits for the end of the batch.
 */
export class LineSchedule {
  readonly #context: RunContext;
  readonly #reader: LineReader;
  readonly #rules: Omit<LineRules, 'ownerOf'>;
  readonly #names: NamedLines;
  readonly #waiting: WaitingLines;
  #failures = 0;
  #stoppedBy: string | undefined;

  constructor(context: RunContext, rules: Omit<LineRules, 'ownerOf'>, load: NonNullable<RunContext['load']>) {
    this.#context = context;
    this.#rules = rules;
    this.#names = new NamedLines(rules.limits.maxOperationResponseBytes, load);
    this.#waiting = new WaitingLines(load);
    this.#reader = new LineReader({
      ...rules,
      ownerOf: (name) => this.#waiting.ownerOf(name) ?? (this.#names.has(name) ? 'operation' : undefined),
    });
  }

  /** The answers that later lines can refer to. */
  get answered(): NamedLines {
    return this.#names;
  }

  /** Reads the next line, and decides when it runs. */
  schedule(sent: SentOperation, index: number): ScheduledLine {
    const line = this.#reader.read(sent, index);
    const { operation } = line;
    if (this.#stoppedBy !== undefined) return this.#settled(line, this.#stopped(operation, this.#stoppedBy));
    const needed = operation.atomicityGroup === undefined ? this.#neededBy(operation) : undefined;
    if (needed === undefined) {
      const outcome = this.#waiting.add(line);
      return outcome === undefined ? { operation } : this.#settled(line, outcome);
    }
    if (operation.refusal !== undefined) return this.#settled(line, refusedOutcome(operation));
    const depth = needed.reduce((max, each) => Math.max(max, each.depth + 1), 0);
    const { limits } = this.#rules;
    if (depth > limits.maxDependencyDepth) {
      const deep = tooDeep(operation, { depth, limits, line: line.number });
      return this.#settled(line, refusedOutcome(deep));
    }
    for (const each of needed) each.users += 1;
    return { operation, named: this.#name(line, depth), needed };
  }

  /** Runs a line once what it depends on has settled. Resolves to `undefined` if it waits for the end of the batch. */
  async run({ operation, named, needed }: ScheduledLine, state: RunState): Promise<Outcome | undefined> {
    if (needed === undefined) return undefined;
    for (const each of needed) if (!each.isSettled) await each.whenSettled();
    const skipped = needed.length === 0 ? undefined : this.#skipped(operation, needed, state);
    const outcome = skipped ?? (await runSingle(operation, state));
    for (const each of needed) each.users -= 1;
    if (named !== undefined) this.#names.settle(named, outcome);
    this.#count(outcome);
    return outcome;
  }

  /**
   * Runs the lines that wait for the end of the batch. If it was cut, none of them runs, because what they belong to may not have
   * arrived.
   */
  rest(hasArrived: boolean, signal: AbortSignal): AsyncIterable<Outcome> | Iterable<Outcome> {
    const lines = this.#waiting.lines;
    if (lines.length === 0) return NONE;
    const { words, onOutcome } = this.#context;
    const stoppedBy = this.#stoppedBy;
    if (stoppedBy !== undefined || !hasArrived || this.#waiting.isOverfull) {
      return lines.map(({ operation }) => {
        const outcome =
          stoppedBy === undefined ? notStartedOutcome(operation, words) : this.#stopped(operation, stoppedBy);
        this.#skip(outcome);
        onOutcome(outcome);
        return outcome;
      });
    }
    const settled = this.#settledBefore(lines);
    const { operations, plan } = planLines(lines, {
      limits: this.#rules.limits,
      settled: [...settled.values()].map(({ operation }) => operation),
    });
    const { options } = this.#context;
    // The time limit of the batch has begun with its first line: `signal` is aborted when it is reached.
    const limits = { ...options.limits, batchTimeoutMs: Number.POSITIVE_INFINITY };
    return OutcomeStream.of(
      (add) =>
        run(plan, operations, {
          ...this.#context,
          options: { ...options, limits },
          abort: signal,
          keptOutcomeOf: ({ index }) => settled.get(index),
          onOutcome: (outcome) => {
            if (settled.has(outcome.operation.index)) return;
            onOutcome(outcome);
            add(outcome);
          },
        }),
      {
        onEnd: () => undefined,
        onError: (error) => options.onError(error, { request: this.#context.outer }),
      },
    );
  }

  /** Returns the lines that an operation depends on; `undefined` if not all of them run before the end of the batch. */
  #neededBy({ dependencies }: Operation): readonly NamedLine[] | undefined {
    if (dependencies.length === 0) return NONE;
    const needed = new Set<NamedLine>();
    for (const { name } of dependencies) {
      const line = this.#names.use(name);
      if (line === undefined) return undefined;
      needed.add(line);
    }
    return [...needed];
  }

  /** Returns the outcomes of earlier lines that waiting ones depend on, by index. */
  #settledBefore(lines: readonly Line[]): ReadonlyMap<number, Outcome> {
    const settled = new Map<number, Outcome>();
    for (const { operation } of lines)
      for (const { name } of operation.dependencies) {
        const outcome = this.#names.use(name)?.outcome;
        if (outcome !== undefined) settled.set(outcome.operation.index, outcome);
      }
    return settled;
  }

  #name({ operation, hasId }: Line, depth: number): NamedLine | undefined {
    if (!hasId) return undefined;
    const named = new NamedLine(operation.id, depth);
    this.#names.add(named);
    return named;
  }

  #settled(line: Line, outcome: Outcome): ScheduledLine {
    const named = this.#name(line, 0);
    if (named !== undefined) this.#names.settle(named, outcome);
    this.#count(outcome);
    return { operation: outcome.operation, outcome };
  }

  #count({ result, operation }: Outcome): void {
    const { stopAfter } = this.#context;
    if (stopAfter === undefined || result !== 'failed') return;
    this.#failures += 1;
    if (this.#failures >= stopAfter) this.#stoppedBy ??= operation.id;
  }

  #skipped(operation: Operation, needed: readonly NamedLine[], state: RunState): Outcome | undefined {
    if (state.isClosed) return this.#skip(notStartedOutcome(operation, state.words));
    const causes = new Set(
      needed.flatMap(({ outcome }) => (outcome === undefined ? NONE : causesOf(outcome))),
    );
    if (causes.size === 0) return undefined;
    const detail = 'The operation did not run: what it depends on did not succeed';
    const because = [...causes].slice(0, MAX_CAUSES);
    return this.#skip(skippedOutcome(operation, 'failed-dependency', { detail, because }));
  }

  #stopped(operation: Operation, stoppedBy: string): Outcome {
    const detail =
      'The operation did not run: an earlier one failed, and the batch stops at the first failure';
    return skippedOutcome(operation, 'stopped', { detail, because: [stoppedBy] });
  }

  #skip(outcome: Outcome): Outcome {
    traceSkipped(this.#context.batchId, outcome);
    return outcome;
  }
}

function refusedOutcome(operation: Operation): Outcome {
  const problem = operation.refusal as NonNullable<Operation['refusal']>;
  return { operation, result: 'failed', kind: 'skipped', problem };
}

/** Returns the ids of the operations that failed on their own, not because of a dependency; none for a success. */
function causesOf(outcome: Outcome): readonly string[] {
  const { result, operation } = outcome;
  if (result === 'succeeded') return NONE;
  const { type, because } = outcome.kind === 'answered' ? { type: '', because: NONE } : outcome.problem;
  return type === FAILED_DEPENDENCY ? (because as readonly string[]) : [operation.id];
}
