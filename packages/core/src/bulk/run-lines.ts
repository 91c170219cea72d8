import type { SentItem } from '../formats/item-decoder.js';
import type { KeptLine, LineJournal } from '../journal/line-journal.js';
import { type Outcome, skippedOutcome } from '../operation/outcome.js';
import { MAX_TIMEOUT_MS } from '../options/resolve-limits.js';
import { BatchProblem } from '../problem/batch-problem.js';
import type { ProblemSlug } from '../problem/problem-types.js';
import { InFlight } from '../run/in-flight.js';
import { mapInCompletionOrder } from '../run/map-in-completion-order.js';
import type { RunContext } from '../run/run-plan.js';
import { runSingle } from '../run/run-single.js';
import type { RunState } from '../run/run-state.js';
import { traceSkipped } from '../run/trace.js';
import type { CheckedItem } from './check-item.js';
import { tooManyItems } from './too-many-items.js';

/** How {@link runLines} checks, runs and limits its items. */
export interface LinesContext<Item> {
  readonly runContext: RunContext;
  /** Checks the next item, and keeps a valid one until {@link LinesContext.forget} is called with its index. */
  readonly check: (sent: SentItem, index: number) => Promise<CheckedItem<Item>>;
  readonly forget: (index: number) => void;
  readonly concurrency: number;
  readonly timeoutMs: number;
  readonly maxItems: number;
  /** The limit in bytes for the bodies of all answers together; `Infinity` if no answer is kept in memory. */
  readonly maxResponseBytes: number;
  /** Keeps the outcomes, and has those of an earlier attempt; absent for a request without an Idempotency-Key. */
  readonly journal?: LineJournal | undefined;
  /** Returns whether an item may run again that an earlier attempt had started. */
  readonly isRepeatable: (checked: CheckedItem<Item>) => boolean;
}

interface NumberedItem {
  readonly index: number;
  readonly sent: SentItem;
  /** What an earlier attempt has kept of it. */
  readonly kept: KeptLine | undefined;
}

/**
 * Runs items as they arrive, and yields their outcomes in the order in which they settle.
 *
 * If it has to stop before the end of the list, because of a limit, the timeout or a client that has disconnected, the
 * last outcome is that of the first item that did not run, and stands for all items after it too.
 *
 * A consumer that stops early, or a client that disconnects, aborts the items that are running; with a journal they run to their
 * end, and the outcomes are kept.
 */
export async function* runLines<Item>(
  items: AsyncIterator<SentItem, void>,
  context: LinesContext<Item>,
): AsyncGenerator<Outcome, void, undefined> {
  const { runContext, check, forget, concurrency, timeoutMs, maxItems, journal } = context;
  const ended = new AbortController();
  const state = stateOf(context);
  const stop = (): void => {
    state.isClosed = true;
    ended.abort();
  };
  const endRun = (): void => {
    state.hasEnded = true;
    stop();
    state.inFlight.abortAll();
  };
  const leave = journal === undefined ? endRun : stop;
  const timer = startTimer(endRun, timeoutMs);
  runContext.abort?.addEventListener('abort', leave);
  if (runContext.abort?.aborted === true) leave();

  let next = 0;
  let hasReadAll = false;
  async function* numberItems(): AsyncGenerator<NumberedItem, void, undefined> {
    for (let item = await items.next(); item.done !== true; item = await items.next()) {
      if (next >= maxItems) throw tooManyItems(maxItems, next + 1);
      const kept = await journal?.find(next, item.value);
      yield { index: next++, sent: item.value, kept };
    }
    journal?.checkTotal(next);
    hasReadAll = true;
  }
  const notify = (outcome: Outcome): Outcome => {
    runContext.onOutcome(outcome);
    return outcome;
  };
  const settle = (outcome: Outcome): Outcome | Promise<Outcome> =>
    journal === undefined ? notify(outcome) : journal.outcomes.keepOne(outcome).then(notify);
  const skip = (outcome: Outcome): Outcome => {
    traceSkipped(state.batchId, outcome);
    return outcome;
  };
  const runItem = async ({ index, sent, kept }: NumberedItem): Promise<Outcome> => {
    const checked = await check(sent, index);
    try {
      const restored = kept && journal?.restore(kept, checked.operation, () => context.isRepeatable(checked));
      if (restored !== undefined) return restored;
      if (checked.outcome !== undefined) return await settle(skip(checked.outcome));
      return await settle(await runSingle(checked.operation, state));
    } finally {
      forget(index);
    }
  };
  const running = new Set<Promise<Outcome>>();
  const runTracked = (item: NumberedItem): Promise<Outcome> => {
    const outcome = runItem(item).finally(() => running.delete(outcome));
    running.add(outcome);
    return outcome;
  };
  const map = journal === undefined ? runItem : runTracked;
  try {
    yield* mapInCompletionOrder(numberItems(), { concurrency, signal: ended.signal, map });
    if (hasReadAll || (await isExhausted(items))) return;
    const { operation } = await check(FIRST_NOT_RUN, next);
    const detail = 'Timed out: this item and all after it did not run; they may be sent again';
    yield notify(skip(skippedOutcome(operation, 'not-started', { detail })));
  } catch (error) {
    if (!(error instanceof BatchProblem) || !LIST_ENDING_PROBLEMS.has(error.slug)) throw error;
    const { type: _type, title: _title, status: _status, ...extensions } = error.problem;
    const { operation } = await check(FIRST_NOT_RUN, next);
    const detail = `${error.message}: this item and all after it did not run`;
    yield notify(skip(skippedOutcome(operation, error.slug, { ...extensions, detail })));
  } finally {
    clearTimeout(timer);
    runContext.abort?.removeEventListener('abort', leave);
    // If the consumer has stopped early, nobody waits for the items that still run.
    leave();
    if (journal !== undefined) {
      await Promise.allSettled(running);
      await journal.outcomes.end(hasReadAll ? next : undefined);
    }
    state.inFlight.end();
  }
}

/** Returns no timer for `Infinity`. */
function startTimer(end: () => void, timeoutMs: number): ReturnType<typeof setTimeout> | undefined {
  return Number.isFinite(timeoutMs) ? setTimeout(end, Math.min(timeoutMs, MAX_TIMEOUT_MS)) : undefined;
}

function stateOf({
  runContext,
  maxResponseBytes,
  journal,
}: Pick<LinesContext<unknown>, 'runContext' | 'maxResponseBytes' | 'journal'>): RunState {
  return {
    ...runContext,
    inFlight: new InFlight(runContext.options.limits.operationTimeoutMs),
    hasEnded: false,
    isClosed: false,
    remainingBytes: maxResponseBytes,
    journal: journal?.outcomes,
  };
}

/** Checks whether the list has ended, without waiting for data that has not arrived. */
async function isExhausted(items: AsyncIterator<SentItem, void>): Promise<boolean> {
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
/** Takes the position of the first item that did not run. */
const FIRST_NOT_RUN: SentItem = { slug: 'not-started', detail: '' };
