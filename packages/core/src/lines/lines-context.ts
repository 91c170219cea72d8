import type { SentItem } from '../formats/item-decoder.js';
import type { LineJournal } from '../journal/line-journal.js';
import type { Operation } from '../operation/operation.js';
import type { Outcome } from '../operation/outcome.js';
import type { RunContext } from '../run/run-context.js';
import type { RunState } from '../run/run-state.js';

/** An item with its operation, or with the outcome of an item that must not run. */
export interface CheckedLine {
  readonly operation: Operation;
  readonly outcome?: Outcome | undefined;
}

/** How `runLines` checks, runs and limits its items. */
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
