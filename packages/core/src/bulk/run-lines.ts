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
import type { SentItem } from './read-items.js';

/** How items are run as they come. */
export interface LinesContext<Item> {
  readonly runContext: RunContext;
  /** Checks the next item, and keeps it until {@link LinesContext.forget} is called. */
  readonly check: (sent: SentItem, index: number) => Promise<CheckedItem<Item>>;
  readonly forget: (index: number) => void;
  readonly concurrency: number;
  readonly timeoutMs: number;
  /** Bytes that the bodies of all answers may take: `Infinity` where none is kept. */
  readonly maxResponseBytes: number;
}

interface Numbered {
  readonly index: number;
  readonly sent: SentItem;
}

/**
 * Runs items as they come, and gives their outcomes in the order in which they settle.
 *
 * Where it has to stop before the end of the list (a limit, the time, a client that left) the last outcome stands for the
 * first item that was not run, and for all after it.
 */
export async function* runLines<Item>(
  items: AsyncIterator<SentItem, void>,
  context: LinesContext<Item>,
): AsyncGenerator<Outcome, void, undefined> {
  const { runContext, check, forget, concurrency, timeoutMs } = context;
  const over = new AbortController();
  const state = stateOf(context);
  const end = (): void => {
    state.hasEnded = true;
    over.abort();
    state.inFlight.abortAll();
  };
  const timer = Number.isFinite(timeoutMs) ? setTimeout(end, Math.min(timeoutMs, MAX_TIMEOUT_MS)) : undefined;
  runContext.signal.addEventListener('abort', end);
  if (runContext.signal.aborted) end();

  let next = 0;
  let hasAll = false;
  async function* number(): AsyncGenerator<Numbered, void, undefined> {
    for (let item = await items.next(); item.done !== true; item = await items.next()) {
      yield { index: next++, sent: item.value };
    }
    hasAll = true;
  }
  const settle = (outcome: Outcome): Outcome => {
    runContext.onOutcome(outcome);
    return outcome;
  };
  const skip = (outcome: Outcome): Outcome => {
    traceSkipped(state.batchId, outcome);
    return settle(outcome);
  };
  const map = async ({ index, sent }: Numbered): Promise<Outcome> => {
    const checked = await check(sent, index);
    if (checked.outcome !== undefined) return skip(checked.outcome);
    const outcome = await executeOperation(checked.operation, state);
    forget(index);
    return settle(outcome);
  };
  try {
    yield* mapInCompletionOrder(number(), { concurrency, signal: over.signal, map });
    if (hasAll || (await isExhausted(items))) return;
    const { operation } = await check(FIRST_NOT_RUN, next);
    const detail = 'The time is up: this item and all after it did not run; they may be sent again';
    yield skip(skippedOutcome(operation, 'not-started', { detail }));
  } catch (error) {
    if (!(error instanceof BatchProblem) || !ENDS_A_LIST.has(error.slug)) throw error;
    const { limit = null, max = null, actual } = error.problem;
    const { operation } = await check(FIRST_NOT_RUN, next);
    const detail = `${error.message}: this item and all after it did not run`;
    const extensions = { limit, max, ...(actual === undefined ? {} : { actual }) };
    yield skip(skippedOutcome(operation, error.slug, { detail, ...extensions }));
  } finally {
    clearTimeout(timer);
    runContext.signal.removeEventListener('abort', end);
    // Whoever reads the outcomes may stop before the last: what runs still has nobody to answer.
    end();
    state.inFlight.end();
  }
}

function stateOf({
  runContext,
  maxResponseBytes,
}: Pick<LinesContext<unknown>, 'runContext' | 'maxResponseBytes'>): RunState {
  return {
    ...runContext,
    inFlight: new InFlight(runContext.options.limits.operationTimeoutMs),
    hasEnded: false,
    remainingBytes: maxResponseBytes,
  };
}

/** Whether the list ends here, as far as has been sent by now. */
async function isExhausted(items: AsyncIterator<SentItem, void>): Promise<boolean> {
  const now = new Promise<undefined>((resolve) => {
    setImmediate(() => resolve(undefined));
  });
  const next = await Promise.race([items.next(), now]);
  return next?.done === true;
}

/** A list that ends early in one of these ways is answered as far as it has run. */
const ENDS_A_LIST: ReadonlySet<ProblemSlug> = new Set<ProblemSlug>(['limit-exceeded', 'incomplete-body']);
/** Stands for the first item that was not run. */
const FIRST_NOT_RUN: SentItem = { slug: 'not-started', detail: '' };
