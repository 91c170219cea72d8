import { BULK_WORDS } from '../operation/run-words.js';
import type { ResolvedOptions } from '../options/resolve-options.js';
import { notifyOutcome } from '../run/notify-outcome.js';
import type { RunContext } from '../run/run-context.js';
import { itemDispatch, type RunnableItems } from './item-dispatch.js';
import type { BulkLimits, ResolvedBulkOptions } from './resolve-bulk-options.js';

type ReportError = ResolvedOptions['onError'];

/** What the items of one run are connected to: a request, or a job. */
interface ItemsRun<Item, Extra extends object>
  extends Pick<RunContext, 'batchId' | 'outer' | 'host' | 'abort' | 'drain' | 'load' | 'slots'> {
  readonly limits: BulkLimits;
  readonly runnable: RunnableItems<Item>;
  /** The Idempotency-Keys of items, by their index in the list. */
  readonly keys: ReadonlyMap<number, string>;
  /** What is added to the context of handlers. */
  readonly extra: Extra;
  /** True if cookies that handlers set are lost. */
  readonly losesCookies: boolean;
  /** When the request was accepted, as in `TimingSettings`. @defaultValue the start of the run */
  readonly acceptedAt?: number | undefined;
}

const NO_HEADERS = {};
const NO_INDEXES: ReadonlySet<number> = new Set();

/** Returns the settings of a run of items. */
export function toRunContext<Item, Extra extends object>(
  options: ResolvedBulkOptions<Item, Extra>,
  {
    batchId,
    limits,
    runnable,
    keys,
    extra,
    outer,
    host,
    abort,
    drain,
    load,
    slots,
    losesCookies,
    acceptedAt,
  }: ItemsRun<Item, Extra>,
): RunContext {
  const { shared, handleMany } = options;
  const { concurrency, itemTimeoutMs, bulkTimeoutMs, maxItems, maxResponseBytes } = limits;
  const onError = withoutRepeats(shared.onError);
  return {
    batchId,
    words: BULK_WORDS,
    dispatch: itemDispatch(options, { items: runnable, keys, extra, onError }),
    options: {
      ...shared,
      onError,
      limits: {
        ...shared.limits,
        // One call of handleMany settles all items: they all run at once, within the time limit of the whole request.
        concurrency: handleMany === undefined ? concurrency : maxItems,
        operationTimeoutMs: handleMany === undefined ? itemTimeoutMs : bulkTimeoutMs,
        batchTimeoutMs: bulkTimeoutMs,
        maxOperationResponseBytes: maxResponseBytes,
        maxResponseBytes,
      },
    },
    outer,
    host,
    headersOf: () => NO_HEADERS,
    allowed: NO_INDEXES,
    isSequential: false,
    stopAfter: undefined,
    abort,
    drain,
    load,
    slots: handleMany === undefined ? slots : undefined,
    timing: shared.timings ? { acceptedAt, isOneCall: handleMany !== undefined } : undefined,
    onOutcome: (outcome) => notifyOutcome(outcome, { options: shared, outer, losesCookies }),
  };
}

/** Returns `report` without consecutive calls for one error: an error of `handleMany` is the result of every item. */
function withoutRepeats(report: ReportError): ReportError {
  let last: { readonly error: unknown } | undefined;
  return (error, context) => {
    if (last !== undefined && error === last.error) return;
    last = { error };
    report(error, context);
  };
}
