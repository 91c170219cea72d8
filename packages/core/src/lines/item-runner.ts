import type { SentItem } from '../formats/item-decoder.js';
import { type Outcome, skippedOutcome } from '../operation/outcome.js';
import type { ProblemExtensions } from '../problem/batch-problem.js';
import type { ProblemSlug } from '../problem/problem-types.js';
import { isOverload } from '../run/is-overload.js';
import { runSingle } from '../run/run-single.js';
import type { RunSlots } from '../run/run-slots.js';
import type { RunState } from '../run/run-state.js';
import { traceSkipped } from '../run/trace.js';
import type { CheckedLine, LinesContext } from './lines-context.js';
import type { NumberedItem } from './numbered-items.js';

/** Checks and runs the items of a list, one at a time, and reports their outcomes. */
export class ItemRunner<Sent extends SentItem, Checked extends CheckedLine> {
  readonly #context: LinesContext<Sent, Checked>;
  readonly #state: RunState;
  /** Absent if the run has slots of its own. */
  readonly #slots: RunSlots | undefined;
  /** What runs now, if there is a journal that has to keep its outcomes. */
  readonly #running = new Set<Promise<Outcome | undefined>>();

  constructor(context: LinesContext<Sent, Checked>, state: RunState, slots: RunSlots | undefined) {
    this.#context = context;
    this.#state = state;
    this.#slots = slots;
  }

  /** Resolves to `undefined` if the item is among those that `rest` runs. */
  run(item: NumberedItem<Sent>): Promise<Outcome | undefined> {
    if (this.#context.journal === undefined) return this.#run(item);
    const outcome = this.#run(item).finally(() => this.#running.delete(outcome));
    this.#running.add(outcome);
    return outcome;
  }

  /** Resolves when the journal has the outcomes of what runs now. */
  async whenKept(): Promise<void> {
    await Promise.allSettled(this.#running);
  }

  /** Returns the outcome of the first item that did not run. It is not kept: the item may run the next time. */
  async lastOutcome(
    index: number,
    slug: ProblemSlug,
    more: { readonly detail: string } & ProblemExtensions,
  ): Promise<Outcome> {
    const { operationAt, journal } = this.#context;
    const outcome = skippedOutcome(operationAt(index), slug, more);
    this.#skip(outcome);
    // An item that differs from the one that was sent first has not run, whatever became of that one.
    const isOther = slug === 'idempotency-key-reused';
    return this.#notify(journal === undefined || isOther ? outcome : await journal.reportRest(outcome));
  }

  async #run({ index, sent, kept }: NumberedItem<Sent>): Promise<Outcome | undefined> {
    const { check, forget, run, journal, isRepeatable } = this.#context;
    const checking = check(sent, index);
    const checked = checking instanceof Promise ? await checking : checking;
    try {
      const restored =
        kept && journal?.restore(kept, checked.operation, () => isRepeatable?.(checked) ?? false);
      if (restored !== undefined) return restored;
      if (checked.outcome !== undefined) return await this.#settle(this.#skip(checked.outcome));
      const startedAt = this.#slots?.start() ?? 0;
      let outcome: Outcome | undefined;
      try {
        outcome = await (run === undefined
          ? runSingle(checked.operation, this.#state)
          : run(checked, this.#state));
      } finally {
        const isRefused = outcome !== undefined && isOverload([outcome]);
        this.#slots?.end(this.#state.hasEnded ? undefined : startedAt, isRefused);
      }
      if (outcome === undefined) return undefined;
      return journal === undefined ? this.#notify(outcome) : await this.#settle(outcome);
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
}
