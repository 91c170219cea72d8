import { bodyStream } from '../decode/body-stream.js';
import { answerOutcomes, answerStream } from '../encode/answer-outcomes.js';
import { formatOf } from '../formats/formats.js';
import type { EnvelopeResponse } from '../http/envelope.js';
import { activeOperationOf } from '../operation/active-operation.js';
import { type Outcome, summarise } from '../operation/outcome.js';
import { checkItem } from './check-item.js';
import type { BulkRun } from './prepare-bulk.js';
import { readItems } from './read-items.js';
import { runLines } from './run-lines.js';

/**
 * Answers for NDJSON whose items are run as they come: as they settle if the answer is NDJSON too, with back-pressure both
 * ways and nothing kept; else when all have.
 */
export async function answerLines<Item, Extra extends object>(
  bulk: BulkRun<Item, Extra>,
): Promise<EnvelopeResponse> {
  const { envelope, limits, runContext, answerContext, runnable } = bulk;
  const isStreamed = formatOf(answerContext.mediaType) === 'ndjson';
  const outcomes = runLines(readItems(bodyStream(envelope.body), limits), {
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
  if (isStreamed) return answerStream(counted(outcomes, bulk.message), answerContext);
  const gathered: Outcome[] = [];
  for await (const outcome of outcomes) gathered[outcome.operation.index] = outcome;
  const operation = activeOperationOf(bulk.message);
  if (operation !== undefined) operation.summary = summarise(gathered);
  return answerOutcomes(gathered, answerContext);
}

/** Tells the operation of a batch, if the request is one, what the whole answer holds. */
async function* counted(
  outcomes: AsyncIterable<Outcome>,
  message: object,
): AsyncGenerator<Outcome, void, undefined> {
  const summary = { total: 0, succeeded: 0, failed: 0, other: 0 };
  for await (const outcome of outcomes) {
    summary.total += 1;
    summary[outcome.result] += 1;
    yield outcome;
  }
  const operation = activeOperationOf(message);
  if (operation !== undefined) operation.summary = summary;
}
