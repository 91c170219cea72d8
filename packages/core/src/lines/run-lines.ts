import type { SentItem } from '../formats/item-decoder.js';
import type { KeptLine, LineJournal } from '../journal/line-journal.js';
import type { Operation } from '../operation/operation.js';
import { type Outcome, skippedOutcome } from '../operation/outcome.js';
import { MAX_TIMEOUT_MS } from '../options/resolve-limits.js';
import { BatchProblem, limitExceeded, type ProblemExtensions } from '../problem/batch-problem.js';
import type { ProblemSlug } from '../problem/problem-types.js';
import type { AdaptiveSlots } from '../run/adaptive-slots.js';
import { InFlight } from '../run/in-flight.js';
import { isOverload } from '../run/is-overload.js';
import { mapInCompletionOrder } from '../run/map-in-completion-order.js';
import { RunClock } from '../run/run-clock.js';
import type { RunContext } from '../run/run-plan.js';
import { runSingle } from '../run/run-single.js';
import type { RunState } from '../run/run-state.js';
import { traceSkipped } from '../run/trace.js';

/** An item with its operation, or with the outcome of an item that must not run. */
export interface CheckedLine {
  readonly operation: Operation;
  readonly outcome?: Outcome | undefined;
}

/** How {@link runLines} checks, runs and limits its items. */
export interface LinesContext<Sent extends SentItem, Checked extends CheckedLine> {
  readonly runContext: RunContext;
  /** Checks the next item, and keeps a valid one until {@link LinesContext.forget} is called with its index. */
  readonly check: (sent: Sent, index: number) => Checked | Promise<Checked>;
  readonly forget?: ((index: number) => void) | undefined;
  /** Runs a valid item. Resolves to `undefined` if it is among those that `rest` runs. @defaultValue `runSingle` */
  readonly run?: ((checked: Checked, state: RunState) => Promise<Outcome | undefined>) | undefined;
  /**
   * Runs what waits for the end of the list, and yields the outcomes, of which it has notified `onOutcome`. `hasArrived` is false
   * if the list was cut. `signal` is aborted when nobody waits for them any longer.
   */
  readonly rest?:
    | ((hasArrived: boolean, signal: AbortSignal) => AsyncIterable<Outcome> | Iterable<Outcome>)
    | undefined;
  /** Called once, when nothing runs any more. */
  readonly onEnd?: ((total: number) => void) | undefined;
  /** Returns the operation that stands for all items from this index on. */
  readonly operationAt: (index: number) => Operation;
  /** See `RunState`. */
  readonly answered?: RunState['answered'];
  /** How many items run at the same time, unless the run shares the slots of its endpoint. */
  readonly concurrency: number;
  readonly timeoutMs: number;
  readonly maxItems: number;
  /** The name of the limit that `maxItems` is. */
  readonly limitOfItems: 'maxItems' | 'maxOperations';
  /** The limit in bytes for the bodies of all answers together; `Infinity` if no answer is kept in memory. */
  readonly maxResponseBytes: number;
  /** Keeps the outcomes, and has those of an earlier attempt; absent for a request without an Idempotency-Key. */
  readonly journal?: LineJournal | undefined;
  /** Returns whether an item may run again that an earlier attempt had started. @defaultValue none may */
  readonly isRepeatable?: ((checked: Checked) => boolean) | undefined;
}

interface NumberedItem<Sent> {
  readonly index: number;
  readonly sent: Sent;
  /** What an earlier attempt has kept of it. */
  readonly kept: KeptLine | undefined;
}

/**
 * Runs items as they arrive, and yields their outcomes in the order in which they settle.
 *
 * If it has to stop before the end of the list, because of a limit, the timeout, `drain` or a client that has disconnected, the
 * last outcome is that of the first item that did not run, and stands for all items after it too.
 *
 * A consumer that stops early, or a client that disconnects, aborts the items that are running; with a journal they run to their
 * end, and the outcomes are kept.
 */
export function runLines<Sent extends SentItem, Checked extends CheckedLine>(
  items: AsyncIterator<Sent, void>,
  context: LinesContext<Sent, Checked>,
): AsyncGenerator<Outcome, void, undefined> {
  // Not in the generator: if it has not started, it does not end the run when the client leaves.
  return outcomesOf(new LinesRun(items, context));
}

async function* outcomesOf<Sent extends SentItem, Checked extends CheckedLine>(
  run: LinesRun<Sent, Checked>,
): AsyncGenerator<Outcome, void, undefined> {
  try {
    yield* run.outcomes();
  } finally {
    await run.end();
  }
}

class LinesRun<Sent extends SentItem, Checked extends CheckedLine> {
  readonly #items: AsyncIterator<Sent, void>;
  readonly #context: LinesContext<Sent, Checked>;
  readonly #state: RunState;
  /** Aborted when no further item may start. */
  readonly #ended = new AbortController();
  /** Aborted when nobody waits for what runs. */
  readonly #aborted = new AbortController();
  readonly #timer: ReturnType<typeof setTimeout> | undefined;
  /** Absent if the run has slots of its own. */
  readonly #slots: AdaptiveSlots | undefined;
  /** What runs now, if there is a journal that has to keep its outcomes. */
  readonly #running = new Set<Promise<Outcome | undefined>>();
  /** How many items were read. */
  #read = 0;
  /** How many of them have started. One that arrives when no further item may start has not. */
  #started = 0;
  #hasReadAll = false;
  #hasStarted = false;
  #hasEnded = false;

  constructor(items: AsyncIterator<Sent, void>, context: LinesContext<Sent, Checked>) {
    const { abort, drain, isSequential, slots } = context.runContext;
    this.#slots = isSequential ? undefined : slots;
    this.#items = items;
    this.#context = context;
    this.#state = stateOf(context);
    this.#timer = startTimer(() => this.#abortAll(), context.timeoutMs);
    abort?.addEventListener('abort', this.#leave);
    drain?.addEventListener('abort', this.#stop);
    if (context.journal !== undefined) context.runContext.load?.hold();
    if (abort?.aborted === true) this.#leave();
    if (drain?.aborted === true) this.#stop();
  }

  async *outcomes(): AsyncGenerator<Outcome, void, undefined> {
    const { journal } = this.#context;
    const { words } = this.#context.runContext;
    if (this.#hasEnded) return;
    this.#hasStarted = true;
    const map = (item: NumberedItem<Sent>): Promise<Outcome | undefined> => {
      this.#started += 1;
      return journal === undefined ? this.#runItem(item) : this.#runTracked(item);
    };
    try {
      yield* this.#mapItems(map);
      const hasArrived =
        this.#hasReadAll || ((await isExhausted(this.#items)) && this.#started === this.#read);
      yield* this.#rest(hasArrived);
      if (hasArrived) return;
      const reason =
        this.#context.runContext.drain?.aborted === true ? 'The server is shutting down' : 'Timed out';
      const detail = `${reason}: this ${words.operation} and all after it did not run; they may be sent again`;
      yield await this.#lastOutcome('not-started', { detail });
    } catch (error) {
      if (!(error instanceof BatchProblem) || !LIST_ENDING_PROBLEMS.has(error.slug)) throw error;
      yield* this.#rest(false);
      const { type: _type, title: _title, status: _status, ...extensions } = error.problem;
      const detail = `${error.message}: this ${words.operation} and all after it did not run`;
      yield await this.#lastOutcome(error.slug, { ...extensions, detail });
    }
  }

  /** Maps the items, as many at a time as there are slots. */
  async *#mapItems(
    map: (item: NumberedItem<Sent>) => Promise<Outcome | undefined>,
  ): AsyncGenerator<Outcome, void, undefined> {
    const { concurrency } = this.#context;
    const slots = this.#slots;
    slots?.join();
    try {
      yield* mapInCompletionOrder(this.#numberItems(), {
        get concurrency() {
          return slots?.share ?? concurrency;
        },
        signal: this.#ended.signal,
        map,
      });
    } finally {
      slots?.leave();
    }
  }

  #rest(hasArrived: boolean): AsyncIterable<Outcome> | Iterable<Outcome> {
    return this.#context.rest?.(hasArrived, this.#aborted.signal) ?? [];
  }

  /** To be called when nobody reads outcomes any more. */
  async end(): Promise<void> {
    const { runContext, journal } = this.#context;
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    clearTimeout(this.#timer);
    runContext.abort?.removeEventListener('abort', this.#leave);
    runContext.drain?.removeEventListener('abort', this.#stop);
    this.#leave();
    if (journal !== undefined) {
      await Promise.allSettled(this.#running);
      await journal.outcomes.end(this.#hasReadAll ? this.#started : undefined);
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
    if (!this.#hasStarted) void this.end();
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

  async *#numberItems(): AsyncGenerator<NumberedItem<Sent>, void, undefined> {
    const { maxItems, limitOfItems, journal, runContext } = this.#context;
    for (let item = await this.#items.next(); item.done !== true; item = await this.#items.next()) {
      const index = this.#read;
      if (index >= maxItems) {
        const unit = `${runContext.words.operation}s`;
        throw limitExceeded({ limit: limitOfItems, max: maxItems, actual: index + 1, unit });
      }
      this.#read += 1;
      const kept = journal === undefined ? undefined : await journal.find(index, item.value);
      yield { index, sent: item.value, kept };
    }
    journal?.checkTotal(this.#read);
    this.#hasReadAll = true;
  }

  #runTracked(item: NumberedItem<Sent>): Promise<Outcome | undefined> {
    const outcome = this.#runItem(item).finally(() => this.#running.delete(outcome));
    this.#running.add(outcome);
    return outcome;
  }

  async #runItem({ index, sent, kept }: NumberedItem<Sent>): Promise<Outcome | undefined> {
    const { check, forget, run, journal, isRepeatable } = this.#context;
    const checked = await check(sent, index);
    try {
      const restored =
        kept && journal?.restore(kept, checked.operation, () => isRepeatable?.(checked) ?? false);
      if (restored !== undefined) return restored;
      if (checked.outcome !== undefined) return await this.#settle(this.#skip(checked.outcome));
      const startedAt = this.#slots?.start() ?? 0;
      const outcome = await (run === undefined
        ? runSingle(checked.operation, this.#state)
        : run(checked, this.#state));
      this.#slots?.end(
        this.#state.hasEnded ? undefined : startedAt,
        outcome !== undefined && isOverload([outcome]),
      );
      return outcome === undefined ? undefined : await this.#settle(outcome);
    } finally {
      forget?.(index);
    }
  }

  #settle(outcome: Outcome): Outcome | Promise<Outcome> {
    const { journal } = this.#context;
    if (journal === undefined) return this.#notify(outcome);
    return journal.outcomes.keepOne(outcome).then((kept) => this.#notify(kept));
  }

  #skip(outcome: Outcome): Outcome {
    traceSkipped(this.#state.batchId, outcome);
    return outcome;
  }

  #notify(outcome: Outcome): Outcome {
    this.#context.runContext.onOutcome(outcome);
    return outcome;
  }

  /** Returns the outcome of the first item that did not run. It is not kept: the item may run the next time. */
  async #lastOutcome(
    slug: ProblemSlug,
    more: { readonly detail: string } & ProblemExtensions,
  ): Promise<Outcome> {
    const { operationAt, journal } = this.#context;
    const outcome = skippedOutcome(operationAt(this.#started), slug, more);
    this.#skip(outcome);
    // An item that differs from the one that was sent first has not run, whatever became of that one.
    const isOther = slug === 'idempotency-key-reused';
    return this.#notify(journal === undefined || isOther ? outcome : await journal.reportRest(outcome));
  }
}

/** Returns no timer for `Infinity`. */
function startTimer(end: () => void, timeoutMs: number): ReturnType<typeof setTimeout> | undefined {
  return Number.isFinite(timeoutMs) ? setTimeout(end, Math.min(timeoutMs, MAX_TIMEOUT_MS)) : undefined;
}

function stateOf({
  runContext,
  answered,
  maxResponseBytes,
  journal,
}: Pick<
  LinesContext<SentItem, CheckedLine>,
  'runContext' | 'answered' | 'maxResponseBytes' | 'journal'
>): RunState {
  return {
    ...runContext,
    answered,
    inFlight: new InFlight(runContext.options.limits.operationTimeoutMs),
    hasEnded: false,
    isClosed: false,
    remainingBytes: maxResponseBytes,
    journal: journal?.outcomes,
    clock: runContext.timing && new RunClock(runContext.timing),
  };
}

/** Checks whether the list has ended, without waiting for data that has not arrived. */
async function isExhausted(items: AsyncIterator<unknown, void>): Promise<boolean> {
  const now = new Promise<undefined>((resolve) => {
    setTimeout(resolve, 0, undefined); // whatever has arrived is read in this turn of the event loop
  });
  const next = await Promise.race([items.next(), now]);
  return next?.done === true;
}

/** If reading the list fails with one of these, the items before it keep their outcomes. */
const LIST_ENDING_PROBLEMS: ReadonlySet<ProblemSlug> = new Set<ProblemSlug>([
  'limit-exceeded',
  'incomplete-body',
  'idempotency-key-reused',
]);
