import type { SentItem } from '../formats/item-decoder.js';
import { type Outcome, skippedOutcome } from '../operation/outcome.js';
import { MAX_TIMEOUT_MS } from '../options/resolve-limits.js';
import { BatchProblem } from '../problem/batch-problem.js';
import type { ProblemSlug } from '../problem/problem-types.js';
import { executeOperation } from '../run/execute-operation.js';
import { InFlight } from '../run/in-flight.js';
import { mapInCompletionOrder } from '../run/map-in-completion-order.js';
import type { RunContext } from '../run/run-plan.js';
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
}

interface NumberedItem {
  readonly index: number;
  readonly sent: SentItem;
}

/**
 * Runs items as they arrive, and yields their outcomes in the order in which they settle.
 *
 * If it has to stop before the end of the list, because of a limit, the timeout or a client that has disconnected, the
 * last outcome is that of the first item that did not run, and stands for all items after it too.
 *
 * A consumer that stops early aborts the items that are running.
 */
export async function* runLines<Item>(
  items: AsyncIterator<SentItem, void>,
  context: LinesContext<Item>,
): AsyncGenerator<Outcome, void, undefined> {
  const { runContext, check, forget, concurrency, timeoutMs, maxItems } = context;
  const ended = new AbortController();
  const state = stateOf(context);
  const endRun = (): void => {
    state.hasEnded = true;
    state.isClosed = true;
    ended.abort();
    state.inFlight.abortAll();
  };
  const timer = startTimer(endRun, timeoutMs);
  runContext.abort?.addEventListener('abort', endRun);
  if (runContext.abort?.aborted === true) endRun();

  let next = 0;
  let hasReadAll = false;
  async function* numberItems(): AsyncGenerator<NumberedItem, void, undefined> {
    for (let item = await items.next(); item.done !== true; item = await items.next()) {
      if (next >= maxItems) throw tooManyItems(maxItems, next + 1);
      yield { index: next++, sent: item.value };
    }
    hasReadAll = true;
  }
  const settle = (outcome: Outcome): Outcome => {
    runContext.onOutcome(outcome);
    return outcome;
  };
  const skip = (outcome: Outcome): Outcome => {
    traceSkipped(state.batchId, outcome);
    return settle(outcome);
  };
  const runItem = async ({ index, sent }: NumberedItem): Promise<Outcome> => {
    const checked = await check(sent, index);
    if (checked.outcome !== undefined) return skip(checked.outcome);
    const outcome = await executeOperation(checked.operation, state);
    forget(index);
    return settle(outcome);
  };
  try {
    yield* mapInCompletionOrder(numberItems(), { concurrency, signal: ended.signal, map: runItem });
    if (hasReadAll || (await isExhausted(items))) return;
    const { operation } = await check(FIRST_NOT_RUN, next);
    const detail = 'Timed out: this item and all after it did not run; they may be sent again';
    yield skip(skippedOutcome(operation, 'not-started', { detail }));
  } catch (error) {
    if (!(error instanceof BatchProblem) || !LIST_ENDING_PROBLEMS.has(error.slug)) throw error;
    const { limit = null, max = null, actual } = error.problem;
    const { operation } = await check(FIRST_NOT_RUN, next);
    const detail = `${error.message}: this item and all after it did not run`;
    const extensions = { limit, max, ...(actual === undefined ? {} : { actual }) };
    yield skip(skippedOutcome(operation, error.slug, { detail, ...extensions }));
  } finally {
    clearTimeout(timer);
    runContext.abort?.removeEventListener('abort', endRun);
    // If the consumer has stopped early, nobody waits for the items that still run.
    endRun();
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
}: Pick<LinesContext<unknown>, 'runContext' | 'maxResponseBytes'>): RunState {
  return {
    ...runContext,
    inFlight: new InFlight(runContext.options.limits.operationTimeoutMs),
    hasEnded: false,
    isClosed: false,
    remainingBytes: maxResponseBytes,
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
]);
/** Takes the position of the first item that did not run. */
const FIRST_NOT_RUN: SentItem = { slug: 'not-started', detail: '' };
