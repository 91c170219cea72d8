import { firstValue } from '@multistatus/wire';
import type { AnswerContext } from '../encode/answer-outcomes.js';
import { formatOf, type ResponseMediaType } from '../formats/formats.js';
import type { EnvelopeRequest } from '../http/envelope.js';
import { pathOf } from '../http/path-of.js';
import { parsePrefer } from '../http/prefer.js';
import { MAX_ISSUES } from '../problem/issue.js';
import type { Capacity } from '../run/capacity.js';
import { notifyOutcome } from '../run/notify-outcome.js';
import type { RunContext } from '../run/run-plan.js';
import type { CheckContext } from './check-item.js';
import { itemDispatch } from './item-dispatch.js';
import type { BulkLimits, ResolvedBulkOptions } from './resolve-bulk-options.js';

/** A request to a bulk endpoint, without anything of a framework. */
export interface BulkRequest<Extra extends object> {
  readonly envelope: EnvelopeRequest;
  /** What the context of handlers has of the framework. */
  readonly extra: Extra;
  /** The request object: inside a batch, the outcome of its operation is told what the answer holds. */
  readonly message: object;
}

/** One request to a bulk endpoint, with all that its items are checked, run and answered by. */
export interface BulkRun<Item, Extra extends object> extends CheckContext<Item, Extra> {
  readonly envelope: EnvelopeRequest;
  readonly isNdjson: boolean;
  readonly capacity: Capacity;
  readonly limits: BulkLimits;
  readonly answerContext: AnswerContext;
  readonly runContext: RunContext;
  /** The valid items that have not been run, by their place in the list. */
  readonly runnable: Map<number, Item>;
  readonly message: object;
}

const NO_HEADERS = {};
const NO_INDEXES: ReadonlySet<number> = new Set();

/** What the requests to one endpoint differ in, beside themselves. */
interface PrepareContext<Item, Extra extends object> {
  readonly options: ResolvedBulkOptions<Item, Extra>;
  readonly capacity: Capacity;
  readonly mediaType: ResponseMediaType;
  readonly isNdjson: boolean;
}

/** Puts together what belongs to one request. */
export function prepareBulk<Item, Extra extends object>(
  request: BulkRequest<Extra>,
  { options, capacity, mediaType, isNdjson }: PrepareContext<Item, Extra>,
): BulkRun<Item, Extra> {
  const { envelope, message } = request;
  const { headers, method } = envelope;
  const path = pathOf(envelope.url);
  const itemsPath = `${path}/items/`;
  const isMinimal = parsePrefer(firstValue(headers['prefer'])).return === 'minimal';
  const isStreamed = formatOf(mediaType) === 'ndjson';
  // What is held in memory is finite: the list, and an answer that is a document.
  const limits = isNdjson && isStreamed ? options.streamLimits : options.limits;
  const runnable = new Map<number, Item>();
  return {
    options,
    envelope,
    isNdjson,
    capacity,
    method,
    path,
    itemsPath,
    host: firstValue(headers['host']),
    issueBudget: { left: MAX_ISSUES },
    limits,
    runnable,
    message,
    answerContext: {
      request: envelope,
      mediaType,
      options: options.shared,
      operationsPath: itemsPath,
      namedBy: 'index',
      isMinimal,
      applied: isMinimal ? ['return=minimal'] : [],
    },
    runContext: toRunContext(request, { options, limits, runnable, isStreamed }),
  };
}

function toRunContext<Item, Extra extends object>(
  { envelope: { headers, outer, signal }, extra }: BulkRequest<Extra>,
  {
    options,
    limits,
    runnable,
    isStreamed,
  }: Pick<BulkRun<Item, Extra>, 'options' | 'limits' | 'runnable'> & { readonly isStreamed: boolean },
): RunContext {
  const { shared, handleMany } = options;
  const { concurrency, itemTimeoutMs, bulkTimeoutMs, maxItems, maxResponseBytes } = limits;
  const onError = once(shared.onError);
  return {
    batchId: crypto.randomUUID(),
    dispatch: itemDispatch(options, { items: runnable, extra, onError }),
    options: {
      ...shared,
      onError,
      limits: {
        ...shared.limits,
        // One call handles all: none can wait for another, and its time is that of the whole.
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
    stopsOnError: false,
    signal,
    onOutcome: (outcome) => notifyOutcome(outcome, { options: shared, outer, losesCookies: isStreamed }),
  };
}

/** One error that all items end with, such as that of handleMany, is told once. */
function once(report: (error: unknown) => void): (error: unknown) => void {
  let last: { readonly error: unknown } | undefined;
  return (error) => {
    if (last !== undefined && error === last.error) return;
    last = { error };
    report(error);
  };
}
