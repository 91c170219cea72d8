import { bodyStream } from '../decode/body-stream.js';
import { eachInTime } from '../decode/each-in-time.js';
import { answerOutcomes } from '../encode/answer-outcomes.js';
import { isStreamed } from '../encode/exchange.js';
import type { StreamDecoder } from '../formats/item-decoder.js';
import type { EnvelopeResponse } from '../http/envelope.js';
import { asReplayed } from '../journal/as-replayed.js';
import { firstArrived } from '../lines/first-arrived.js';
import { runLines } from '../lines/run-lines.js';
import { type CheckedItem, checkItem } from './check-item.js';
import { itemOperation } from './item-operation.js';
import { isItemRepeatable, openLineJournal } from './open-list-journal.js';
import type { BulkRun } from './prepare-bulk.js';

/**
 * Runs items as they arrive, and returns the answer.
 *
 * A streamed answer sends each outcome when it settles, with backpressure in both directions, and none is kept in
 * memory. Any other answer is returned once all items have settled.
 *
 * @throws {BatchProblem} `incomplete-body` if the first item does not arrive in time; `no-capacity`.
 */
export async function answerLines<Item, Extra extends object>(
  bulk: BulkRun<Item, Extra>,
  decoder: StreamDecoder,
): Promise<EnvelopeResponse> {
  const { envelope, limits, runContext, exchange, runnable } = bulk;
  const arriving = eachInTime(bodyStream(envelope.body), limits.bodyTimeoutMs);
  const lines = await firstArrived(arriving, {
    decode: (pieces) => decoder.decode(pieces, limits),
    load: bulk.load,
  });
  bulk.drain.check();
  const journal = await openLineJournal(bulk);
  const keep = (checked: CheckedItem<Item>): CheckedItem<Item> => {
    if (checked.outcome === undefined) runnable.set(checked.operation.index, checked.item);
    return checked;
  };
  const outcomes = runLines(lines, {
    runContext,
    check: (sent, index) => {
      const checked = checkItem(sent, index, bulk);
      return checked instanceof Promise ? checked.then(keep) : keep(checked);
    },
    forget: (index) => runnable.delete(index),
    operationAt: (index) => itemOperation(index, bulk),
    concurrency: limits.concurrency,
    timeoutMs: limits.bulkTimeoutMs,
    maxItems: limits.maxItems,
    limitOfItems: 'maxItems',
    maxResponseBytes: isStreamed(exchange) ? Number.POSITIVE_INFINITY : limits.maxResponseBytes,
    journal,
    isRepeatable: (checked) => isItemRepeatable(bulk.options, checked),
  });
  const answer = await answerOutcomes(outcomes, exchange);
  return journal?.total === undefined ? answer : asReplayed(answer);
}
