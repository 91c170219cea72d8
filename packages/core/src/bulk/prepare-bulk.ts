import { firstValue } from '@multistatus/wire';
import { type Exchange, isStreamed } from '../encode/exchange.js';
import type { AnswerChoice } from '../formats/format-index.js';
import type { ItemDecoder } from '../formats/item-decoder.js';
import type { EnvelopeRequest } from '../http/envelope.js';
import { pathOf } from '../http/path-of.js';
import { parsePrefer } from '../http/prefer.js';
import { activeOperationOf } from '../operation/active-operation.js';
import { MAX_ISSUES } from '../problem/issue.js';
import type { AdaptiveSlots } from '../run/adaptive-slots.js';
import type { EndpointDrain } from '../run/endpoint-drain.js';
import type { RequestLoad } from '../run/request-load.js';
import type { RunContext } from '../run/run-context.js';
import type { ListContext } from './check-list.js';
import { itemsPathOf } from './item-operation.js';
import { listExchange } from './list-exchange.js';
import type { BulkLimits, ResolvedBulkOptions } from './resolve-bulk-options.js';
import { toRunContext } from './to-run-context.js';

/** A request to a bulk endpoint, in a form that does not depend on a web framework. */
export interface BulkRequest<Extra extends object> {
  /** The HTTP request that carries the list. */
  readonly envelope: EnvelopeRequest;
  /** The members that the framework adds to the context of handlers. */
  readonly extra: Extra;
  /** The request object. If it is an operation of a batch, the summary of the answer is attached to that operation. */
  readonly message: object;
}

/** One request to a bulk endpoint, with everything that is needed to check, run and answer its items. */
export interface BulkRun<Item, Extra extends object> extends ListContext<Item, Extra> {
  /** What the request holds of the capacity of the endpoint. */
  readonly load: RequestLoad;
  readonly drain: EndpointDrain;
  readonly envelope: EnvelopeRequest;
  readonly limits: BulkLimits;
  readonly exchange: Exchange;
  readonly runContext: RunContext;
}

/** What is known of a request before its body is read. */
interface ChosenBulk {
  readonly choice: AnswerChoice;
  readonly decoder: ItemDecoder;
  readonly load: RequestLoad;
  readonly drain: EndpointDrain;
  readonly slots: AdaptiveSlots | undefined;
}

/** Returns everything that one request needs, from the request and the options of its endpoint. */
export function prepareBulk<Item, Extra extends object>(
  request: BulkRequest<Extra>,
  options: ResolvedBulkOptions<Item, Extra>,
  chosen: ChosenBulk,
): BulkRun<Item, Extra> {
  const { envelope, extra } = request;
  const { headers, method, outer, signal } = envelope;
  const { load, drain, slots } = chosen;
  const path = pathOf(envelope.url);
  const host = firstValue(headers['host']);
  const limits = isStreamBothWays(chosen) ? options.streamLimits : options.limits;
  const exchange = toExchange(request, options, chosen);
  const runnable = new Map<number, Item>();
  const keys = new Map<number, string>();
  return {
    options,
    load,
    drain,
    envelope,
    limits,
    exchange,
    runContext: toRunContext(options, {
      batchId: crypto.randomUUID(),
      limits,
      runnable,
      keys,
      extra,
      outer,
      host,
      abort: signal,
      drain: drain.signal,
      load,
      slots,
      losesCookies: isStreamed(exchange),
    }),
    idempotencyKey: firstValue(headers['idempotency-key']),
    runnable,
    keys,
    method,
    path,
    itemsPath: itemsPathOf(path),
    host,
    issueBudget: { left: MAX_ISSUES },
  };
}

/** A list or a document that is held in memory must be bounded; only a stream in both directions need not be. */
function isStreamBothWays({ decoder, choice }: Pick<ChosenBulk, 'decoder' | 'choice'>): boolean {
  return decoder.kind === 'stream' && isStreamed({ choice });
}

function toExchange<Item, Extra extends object>(
  { envelope, message }: BulkRequest<Extra>,
  { shared, limits }: ResolvedBulkOptions<Item, Extra>,
  chosen: ChosenBulk,
): Exchange {
  const { headers, url } = envelope;
  const isMinimal = parsePrefer(firstValue(headers['prefer'])).return === 'minimal';
  const answer = { isMinimal, applied: isMinimal ? ['return=minimal'] : [] };
  const list = { path: pathOf(url), host: firstValue(headers['host']), answer };
  return {
    ...listExchange(list, envelope, {
      options: shared,
      choice: chosen.choice,
      maxResponseBytes: isStreamBothWays(chosen) ? Number.POSITIVE_INFINITY : limits.maxResponseBytes,
    }),
    onTaken: (bytes) => chosen.load.remove(bytes),
    onSummary: (summary) => {
      const operation = activeOperationOf(message);
      if (operation !== undefined) operation.summary = summary;
    },
  };
}
