import type { ReadyIterator } from '@multistatus/wire';
import type { SentItem } from '../formats/item-decoder.js';
import type { Outcome } from '../operation/outcome.js';
import { MAX_TIMEOUT_MS } from '../options/resolve-limits.js';
import { BatchProblem } from '../problem/batch-problem.js';
import type { ProblemSlug } from '../problem/problem-types.js';
import { mapInCompletionOrder } from '../run/map-in-completion-order.js';
import { RunSlots } from '../run/run-slots.js';
import type { RunState } from '../run/run-state.js';
import { ItemRunner } from './item-runner.js';
import type { CheckedLine, LinesContext } from './lines-context.js';
import { NumberedItems } from './numbered-items.js';
import { toLinesState } from './to-lines-state.js';

const END = { done: true, value: undefined } as const;
const NONE: readonly never[] = [];

/**
 * Runs items as they arrive, and returns their outcomes in the order in which they settle.
 *
 * If it has to stop before the end of the list, because of a limit, the timeout, `drain` or a client that has disconnected, the
 * last outcome is that of the first item that did not run, and stands for all items after it too.
 *
 * A consumer that stops early, or a client that disconnects, aborts the items that are running; with a journal they run to their
 * end, and the outcomes are kept.
 */
export function runLines<Sent extends SentItem, Checked extends CheckedLine>(
  items: AsyncIterator<Sent, void> | ReadyIterator<Sent>,
  context: LinesContext<Sent, Checked>,
): ReadyIterator<Outcome> {
  return new LinesRun(items, context);
}

class LinesRun<Sent extends SentItem, Checked extends CheckedLine> implements ReadyIterator<Outcome> {
  readonly #context: LinesContext<Sent, Checked>;
  readonly #items: NumberedItems<Sent>;
  readonly #state: RunState;
  readonly #runner: ItemRunner<Sent, Checked>;
  /** The outcomes of the items that run as they arrive. */
  readonly #outcomes: ReadyIterator<Outcome>;
  /** The outcomes after those, once they are due. */
  #last: AsyncGenerator<Outcome, void, undefined> | undefined;
  /** Aborted when no further item may start. */
  readonly #ended = new AbortController();
  /** Aborted when nobody waits for what runs. */
  readonly #aborted = new AbortController();
  readonly #timer: ReturnType<typeof setTimeout> | undefined;
  /** How many items have started. One that arrives when no further item may start has not. */
  #started = 0;
  #hasStarted = false;
  #hasEnded = false;

  constructor(items: AsyncIterator<Sent, void> | ReadyIterator<Sent>, context: LinesContext<Sent, Checked>) {
    const { concurrency, maxItems, limitOfItems, journal, runContext } = context;
    const { abort, drain, words } = runContext;
    const slots =
      runContext.isSequential || runContext.slots === undefined ? undefined : new RunSlots(runContext.slots);
    this.#context = context;
    this.#state = toLinesState(context);
    this.#runner = new ItemRunner(context, this.#state, slots);
    this.#items = new NumberedItems(items, { maxItems, limitOfItems, unit: `${words.operation}s`, journal });
    this.#outcomes = mapInCompletionOrder(this.#items, {
      get concurrency() {
        return slots?.share ?? concurrency;
      },
      signal: this.#ended.signal,
      map: (item) => {
        this.#started += 1;
        return this.#runner.run(item);
      },
    });
    this.#timer = startTimer(() => this.#abortAll(), context.timeoutMs);
    abort?.addEventListener('abort', this.#leave);
    drain?.addEventListener('abort', this.#stop);
    if (journal !== undefined) runContext.load?.hold();
    // Not at the first call of `next`: nobody may ever ask for an outcome.
    if (abort?.aborted === true) this.#leave();
    if (drain?.aborted === true) this.#stop();
  }

  takeReady(): Outcome | undefined {
    return this.#hasEnded || this.#last !== undefined || !this.#hasStarted
      ? undefined
      : this.#outcomes.takeReady();
  }

  async next(): Promise<IteratorResult<Outcome, void>> {
    if (this.#hasEnded) return END;
    if (this.#last !== undefined) return this.#last.next();
    this.#hasStarted = true;
    let failure: { readonly error: unknown } | undefined;
    try {
      const next = await this.#outcomes.next();
      if (next.done !== true) return next;
    } catch (error) {
      failure = { error };
    }
    this.#last = this.#lastOutcomes(failure);
    return this.#last.next();
  }

  async return(): Promise<IteratorResult<Outcome, void>> {
    await this.#end();
    return END;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  /** Yields what follows the items that have run as they arrived. `failure` is that of reading the list. */
  async *#lastOutcomes(
    failure: { readonly error: unknown } | undefined,
  ): AsyncGenerator<Outcome, void, undefined> {
    const { drain, words } = this.#context.runContext;
    try {
      if (failure !== undefined) throw failure.error;
      const hasArrived =
        this.#items.hasReadAll || ((await this.#items.isExhausted()) && this.#started === this.#items.read);
      yield* this.#rest(hasArrived);
      if (hasArrived) return;
      const reason = drain?.aborted === true ? 'The server is shutting down' : 'Timed out';
      const detail = `${reason}: this ${words.operation} and all after it did not run; they may be sent again`;
      yield await this.#runner.lastOutcome(this.#started, 'not-started', { detail });
    } catch (error) {
      if (!(error instanceof BatchProblem) || !LIST_ENDING_PROBLEMS.has(error.slug)) throw error;
      yield* this.#outcomesOfCut(error);
    } finally {
      await this.#end();
    }
  }

  /** Yields the outcomes after those of the items before a problem. */
  async *#outcomesOfCut(error: BatchProblem): AsyncGenerator<Outcome, void, undefined> {
    const { words } = this.#context.runContext;
    yield* this.#rest(false);
    const { type: _type, title: _title, status: _status, ...extensions } = error.problem;
    const detail = `${error.message}: this ${words.operation} and all after it did not run`;
    yield await this.#runner.lastOutcome(this.#started, error.slug, { ...extensions, detail });
  }

  #rest(hasArrived: boolean): AsyncIterable<Outcome> | Iterable<Outcome> {
    return this.#context.rest?.(hasArrived, this.#aborted.signal) ?? NONE;
  }

  /** To be called when nobody reads outcomes any more. */
  async #end(): Promise<void> {
    const { runContext, journal } = this.#context;
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    clearTimeout(this.#timer);
    runContext.abort?.removeEventListener('abort', this.#leave);
    runContext.drain?.removeEventListener('abort', this.#stop);
    this.#leave();
    await this.#outcomes.return();
    if (journal !== undefined) {
      await this.#runner.whenKept();
      await journal.outcomes.end(this.#items.hasReadAll ? this.#started : undefined);
      runContext.load?.release();
    }
    this.#state.inFlight.end();
    this.#context.onEnd?.(this.#started);
  }

  /** If the consumer stops early, nobody waits for the items that still run, except a journal. */
  readonly #leave = (): void => {
    if (this.#context.journal === undefined) this.#abortAll();
    else this.#stop();
    // Nobody may ever ask for an outcome, and the entry of a journal would be held for good.
    if (!this.#hasStarted) void this.#end();
  };

  #abortAll(): void {
    this.#state.hasEnded = true;
    this.#stop();
    this.#state.inFlight.abortAll();
    this.#aborted.abort();
  }

  /** Reads no further items, and starts none. */
  readonly #stop = (): void => {
    this.#state.isClosed = true;
    this.#ended.abort();
  };
}

/** Returns no timer for `Infinity`. */
function startTimer(end: () => void, timeoutMs: number): ReturnType<typeof setTimeout> | undefined {
  return Number.isFinite(timeoutMs) ? setTimeout(end, Math.min(timeoutMs, MAX_TIMEOUT_MS)) : undefined;
}

/** If reading the list fails with one of these, the items before it keep their outcomes. */
const LIST_ENDING_PROBLEMS: ReadonlySet<ProblemSlug> = new Set<ProblemSlug>([
  'limit-exceeded',
  'incomplete-body',
  'idempotency-key-reused',
]);
