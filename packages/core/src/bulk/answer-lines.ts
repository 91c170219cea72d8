import { bodyStream } from '../decode/body-stream.js';
import { eachInTime } from '../decode/each-in-time.js';
import { answerOutcomes, answerStream } from '../encode/answer-outcomes.js';
import { formatOf } from '../formats/formats.js';
import type { EnvelopeResponse } from '../http/envelope.js';
import { activeOperationOf } from '../operation/active-operation.js';
import { type Outcome, summarise } from '../operation/outcome.js';
import { BatchProblem } from '../problem/batch-problem.js';
import { checkItem } from './check-item.js';
import type { BulkRun } from './prepare-bulk.js';
import { readItems, type SentItem } from './read-items.js';
import { runLines } from './run-lines.js';

/**
 * Runs the items of an NDJSON body as they arrive, and returns the answer.
 *
 * An NDJSON answer is streamed: each outcome is sent when it settles, with backpressure in both directions, and none is
 * kept in memory. Any other answer is returned once all items have settled.
 *
 * @throws {BatchProblem} `incomplete-body` if the first line does not arrive in time; `no-capacity`.
 */
export async function answerLines<Item, Extra extends object>(
  bulk: BulkRun<Item, Extra>,
): Promise<EnvelopeResponse> {
  const { envelope, limits, runContext, answerContext, runnable } = bulk;
  const isStreamed = formatOf(answerContext.mediaType) === 'ndjson';
  const lines = await firstArrived(
    readItems(eachInTime(bodyStream(envelope.body), limits.bodyTimeoutMs), limits),
  );
  const release = bulk.capacity.take(envelope.signal);
  const outcomes = runLines(lines, {
    runContext,
    check: async (sent, index) => {
      const checked = await checkItem(sent, index, bulk);
      if (checked.outcome === undefined) runnable.set(index, checked.item);
      return checked;
    },
    forget: (index) => runnable.delete(index),
    concurrency: limits.concurrency,
    timeoutMs: limits.bulkTimeoutMs,
    maxResponseBytes: isStreamed ? Number.POSITIVE_INFINITY : limits.maxResponseBytes,
  });
  if (isStreamed) return answerStream(countOutcomes(outcomes, bulk.message, release), answerContext);
  const gathered: Outcome[] = [];
  try {
    for await (const outcome of outcomes) gathered[outcome.operation.index] = outcome;
  } finally {
    release();
  }
  const operation = activeOperationOf(bulk.message);
  if (operation !== undefined) operation.summary = summarise(gathered);
  return answerOutcomes(gathered, answerContext);
}

/**
 * Returns the items once the first of them has arrived.
 *
 * @throws {BatchProblem} `incomplete-body` if it does not arrive in time. `limit-exceeded` is not thrown here but by
 *   the first call of `next`: an exceeded limit is reported in place of the item, wherever in the list it occurs.
 */
async function firstArrived(items: AsyncIterator<SentItem, void>): Promise<AsyncIterator<SentItem, void>> {
  const first = items.next();
  await first.catch((error: unknown) => {
    if (!(error instanceof BatchProblem) || error.slug !== 'limit-exceeded') throw error;
  });
  let isFirst = true;
  return {
    next: () => {
      if (!isFirst) return items.next();
      isFirst = false;
      return first;
    },
  };
}

/**
 * Yields the outcomes and counts them. If the request is an operation of a batch, the operation gets the summary at the
 * end. Calls `release` at the end, also if the consumer stops early.
 */
async function* countOutcomes(
  outcomes: AsyncIterable<Outcome>,
  message: object,
  release: () => void,
): AsyncGenerator<Outcome, void, undefined> {
  const summary = { total: 0, succeeded: 0, failed: 0, other: 0 };
  try {
    for await (const outcome of outcomes) {
      summary.total += 1;
      summary[outcome.result] += 1;
      yield outcome;
    }
  } finally {
    release();
  }
  const operation = activeOperationOf(message);
  if (operation !== undefined) operation.summary = summary;
}
