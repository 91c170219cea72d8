import { answerOutcomes } from '../encode/answer-outcomes.js';
import { isStreamed } from '../encode/exchange.js';
import { OutcomeStream } from '../encode/outcome-stream.js';
import type { ItemDecoder } from '../formats/item-decoder.js';
import type { EnvelopeResponse } from '../http/envelope.js';
import { asReplayed } from '../journal/as-replayed.js';
import type { OperationJournal } from '../journal/operation-journal.js';
import type { Outcome } from '../operation/outcome.js';
import { traceBatch } from '../run/trace.js';
import type { CheckedItem } from './check-item.js';
import { checkList } from './check-list.js';
import { openListJournal } from './open-list-journal.js';
import type { BulkRun } from './prepare-bulk.js';
import { receiveList } from './receive-list.js';
import { refuseInvalid } from './refuse-invalid.js';
import { runList } from './run-list.js';

/**
 * Reads the whole list into memory, checks every item, runs the valid ones, and returns the answer.
 *
 * @throws {BatchProblem} if the list cannot be read, or if an item is invalid and the option `validateAll` is on.
 *   Nothing has run in either case.
 */
export async function answerList<Item, Extra extends object>(
  bulk: BulkRun<Item, Extra>,
  decoder: ItemDecoder,
): Promise<EnvelopeResponse> {
  const { options, envelope } = bulk;
  const { items, pointer, toContent } = await receiveList(envelope, decoder, {
    limits: options.limits,
    load: bulk.load,
    limitOfItems: 'maxItems',
    keepsContent: options.shared.journal !== undefined,
  });
  bulk.load.takePlace();
  bulk.drain.check();
  const checked = await checkList(items, 0, bulk);
  if (options.validatesAll) refuseInvalid(checked, pointer);
  const journal = await openListJournal(bulk, checked, toContent);
  if (journal?.isFinished === true) {
    return asReplayed(await answerOutcomes(journal.outcomes, bulk.exchange));
  }
  for (const { operation } of checked) {
    if (journal?.outcomeOf(operation) !== undefined) bulk.runnable.delete(operation.index);
  }
  return runAndAnswer(bulk, checked, journal);
}

/** Returns the answer once all items have settled, or at once if the answer is a stream. */
async function runAndAnswer<Item, Extra extends object>(
  bulk: BulkRun<Item, Extra>,
  checked: readonly CheckedItem<Item>[],
  journal: OperationJournal | undefined,
): Promise<EnvelopeResponse> {
  const { options, exchange, load } = bulk;
  if (!isStreamed(exchange)) {
    return answerOutcomes(await runChecked(bulk, checked, { journal }), exchange);
  }
  load.hold();
  const stream = OutcomeStream.of((add) => runChecked(bulk, checked, { journal, add }), {
    onEnd: () => load.release(),
    onError: (error) => options.shared.onError(error, {}),
  });
  return answerOutcomes(stream, exchange);
}

function runChecked<Item, Extra extends object>(
  { runContext, envelope, options: { isAtomic } }: BulkRun<Item, Extra>,
  checked: readonly CheckedItem<Item>[],
  {
    journal,
    add,
  }: { readonly journal: OperationJournal | undefined; readonly add?: (outcome: Outcome) => void },
): Promise<Outcome[]> {
  const report = (outcome: Outcome, isNew = true): void => {
    add?.(outcome);
    if (isNew) runContext.onOutcome(outcome);
  };
  const ofRun =
    journal === undefined
      ? { onOutcome: report }
      : {
          batchId: journal.batchId,
          journal,
          // The list goes on when its client disconnects: the client sends it again for its outcomes.
          abort: undefined,
          onOutcome: (outcome: Outcome): void => journal.keep(outcome, report),
        };
  const context = { ...runContext, ...ofRun };
  const trace = { batchId: context.batchId, request: envelope.outer, operations: checked.length };
  return traceBatch(trace, async () => {
    const outcomes = await runList(checked, context, isAtomic);
    return journal === undefined ? outcomes : journal.finish(outcomes);
  });
}
