import { firstValue } from '@multistatus/wire';
import { type Exchange, isStreamed } from '../encode/exchange.js';
import type { AnswerChoice } from '../formats/format-index.js';
import type { ItemDecoder } from '../formats/item-decoder.js';
import type { EnvelopeRequest } from '../http/envelope.js';
import { pathOf } from '../http/path-of.js';
import { parsePrefer } from '../http/prefer.js';
import { activeOperationOf } from '../operation/active-operation.js';
import { BULK_WORDS } from '../operation/run-words.js';
import type { ResolvedOptions } from '../options/resolve-options.js';
import { MAX_ISSUES } from '../problem/issue.js';
import { notifyOutcome } from '../run/notify-outcome.js';
import type { RequestLoad } from '../run/request-load.js';
import type { RunContext } from '../run/run-plan.js';
import type { CheckContext } from './check-item.js';
import { itemDispatch } from './item-dispatch.js';
import type { BulkLimits, ResolvedBulkOptions } from './resolve-bulk-options.js';

type ReportError = ResolvedOptions['onError'];

/** A request to a bulk endpoint, in a form that does not depend on a web framework. */
export interface BulkRequest<Extra extends object> {
  readonly envelope: EnvelopeRequest;
  /** The members that the framework adds to the context of handlers. */
  readonly extra: Extra;
  /** The request object. If it is an operation of a batch, the summary of the answer is attached to that operation. */
  readonly message: object;
}

/** One request to a bulk endpoint, with everything that is needed to check, run and answer its items. */
export interface BulkRun<Item, Extra extends object> extends CheckContext<Item, Extra> {
  readonly options: ResolvedBulkOptions<Item, Extra>;
  /** What the request holds of the capacity of the endpoint. */
  readonly load: RequestLoad;
  readonly envelope: EnvelopeRequest;
  readonly limits: BulkLimits;
  readonly exchange: Exchange;
  readonly runContext: RunContext;
  /** The valid items that have not settled, by their index in the list. */
  readonly runnable: Map<number, Item>;
  /** The Idempotency-Keys of items, by their index in the list. */
  readonly keys: Map<number, string>;
}

const NO_HEADERS = {};
const NO_INDEXES: ReadonlySet<number> = new Set();

/** Returns everything that one request needs, from the request and the options of its endpoint. */
export function prepareBulk<Item, Extra extends object>(
  request: BulkRequest<Extra>,
  options: ResolvedBulkOptions<Item, Extra>,
  {
    choice,
    decoder,
    load,
  }: { readonly choice: AnswerChoice; readonly decoder: ItemDecoder; readonly load: RequestLoad },
): BulkRun<Item, Extra> {
  const { envelope, message } = request;
  const { headers, method, responseHeaders } = envelope;
  const path = pathOf(envelope.url);
  const itemsPath = `${path}/items/`;
  const host = firstValue(headers['host']);
  // A list or a document that is held in memory must be bounded; only a stream in both directions need not be.
  const isStream = decoder.kind === 'stream' && isStreamed({ choice });
  const limits = isStream ? options.streamLimits : options.limits;
  const isMinimal = parsePrefer(firstValue(headers['prefer'])).return === 'minimal';
  const exchange: Exchange = {
    options: options.shared,
    // A stream in both directions has no limit: none of its answers is kept in memory.
    maxResponseBytes: isStream ? Number.POSITIVE_INFINITY : options.limits.maxResponseBytes,
    choice,
    outer: envelope.outer,
    headers,
    host,
    responseHeaders,
    path,
    operationsPath: itemsPath,
    namedBy: 'index',
    isMinimal,
    applied: isMinimal ? ['return=minimal'] : [],
    onTaken: (bytes) => load.remove(bytes),
    onSummary: (summary) => {
      const operation = activeOperationOf(message);
      if (operation !== undefined) operation.summary = summary;
    },
  };
  const runnable = new Map<number, Item>();
  const keys = new Map<number, string>();
  return {
    options,
    load,
    envelope,
    limits,
    exchange,
    runContext: toRunContext(request, { options, limits, runnable, keys, exchange, load }),
    runnable,
    keys,
    method,
    path,
    itemsPath,
    host,
    issueBudget: { left: MAX_ISSUES },
  };
}

function toRunContext<Item, Extra extends object>(
  { envelope: { headers, outer, signal }, extra }: BulkRequest<Extra>,
  {
    options,
    limits,
    runnable,
    keys,
    exchange,
    load,
  }: Pick<BulkRun<Item, Extra>, 'options' | 'limits' | 'runnable' | 'keys' | 'exchange' | 'load'>,
): RunContext {
  const { shared, handleMany } = options;
  const { concurrency, itemTimeoutMs, bulkTimeoutMs, maxItems, maxResponseBytes } = limits;
  const onError = withoutRepeats(shared.onError);
  return {
    batchId: crypto.randomUUID(),
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
    host: firstValue(headers['host']),
    headersOf: () => NO_HEADERS,
    allowed: NO_INDEXES,
    isSequential: false,
    stopAfter: undefined,
    abort: signal,
    load,
    onOutcome: (outcome) =>
      notifyOutcome(outcome, { options: shared, outer, losesCookies: isStreamed(exchange) }),
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
