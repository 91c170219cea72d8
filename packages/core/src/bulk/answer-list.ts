import { countOf } from '@multistatus/wire';
import { arriveInTime } from '../decode/arrive-in-time.js';
import { bodyStream } from '../decode/body-stream.js';
import { receiveBody } from '../decode/receive-body.js';
import { answerOutcomes } from '../encode/answer-outcomes.js';
import { isStreamed } from '../encode/exchange.js';
import { OutcomeStream } from '../encode/outcome-stream.js';
import type { ItemDecoder, SentItem, SentList } from '../formats/item-decoder.js';
import type { EnvelopeResponse } from '../http/envelope.js';
import { asReplayed } from '../journal/as-replayed.js';
import { bodyContent } from '../journal/body-content.js';
import type { OperationJournal } from '../journal/operation-journal.js';
import type { Outcome } from '../operation/outcome.js';
import { BatchProblem } from '../problem/batch-problem.js';
import { MAX_ISSUES, toPointer } from '../problem/issue.js';
import { traceBatch } from '../run/trace.js';
import { type CheckedItem, checkItem } from './check-item.js';
import { itemKeys } from './item-keys.js';
import { openListJournal } from './open-list-journal.js';
import type { BulkRun } from './prepare-bulk.js';
import { refuseSharedKeys } from './refuse-shared-keys.js';
import { runList } from './run-list.js';
import { tooManyItems } from './too-many-items.js';

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
  const { toContent, ...list } = await receiveList(bulk, decoder);
  bulk.load.takePlace();
  const checked = await checkList(bulk, list);
  const journal = await openListJournal(bulk, checked, toContent);
  if (journal?.isFinished === true) {
    return asReplayed(await answerOutcomes(journal.outcomes, bulk.exchange));
  }
  for (const { operation } of checked) {
    if (journal?.outcomeOf(operation) !== undefined) bulk.runnable.delete(operation.index);
  }
  return runAndAnswer(bulk, checked, journal);
}

/** A list, and what a fingerprint covers of its body. */
interface ReceivedList extends SentList {
  readonly toContent: () => readonly (string | Uint8Array)[];
}

async function checkList<Item, Extra extends object>(
  bulk: BulkRun<Item, Extra>,
  { items, pointer }: SentList,
): Promise<readonly CheckedItem<Item>[]> {
  const { options, envelope, path, runnable, keys } = bulk;
  const valid: CheckedItem<Item>[] = [];
  for (const [index, item] of items.entries()) valid.push(await checkItem(item, index, bulk));
  const checked = options.key === undefined ? valid : refuseSharedKeys(valid, options.key);
  if (options.validatesAll) refuseInvalid(checked, pointer);
  if (options.key !== undefined) {
    const derived = await itemKeys({ checked, items, member: options.key, envelope, path });
    for (const [index, key] of derived) keys.set(index, key);
  }
  for (const entry of checked) {
    if (entry.outcome === undefined) runnable.set(entry.operation.index, entry.item);
  }
  return checked;
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

/** Returns the list once it has arrived completely. */
async function receiveList<Item, Extra extends object>(
  { envelope, limits, options, load }: BulkRun<Item, Extra>,
  decoder: ItemDecoder,
): Promise<ReceivedList> {
  if (decoder.kind === 'list') {
    const body = await receiveBody(envelope, limits, (bytes) => load.addBody(bytes));
    const list = await decoder.decode(body, limits);
    if (list.items.length > limits.maxItems) throw tooManyItems(limits.maxItems, list.items.length);
    return { ...list, toContent: () => bodyContent(body) };
  }
  // The list is held in memory, so the limits for it apply even if the answer is streamed.
  const { maxItems, bodyTimeoutMs } = options.limits;
  const content: (string | Uint8Array)[] = [];
  const onPiece = (piece: string | Uint8Array): void => {
    load.addBody(piece.length);
    if (options.shared.journal !== undefined) content.push(piece);
  };
  const sent = decoder.decode(eachPiece(bodyStream(envelope.body), onPiece), options.limits);
  const gather = async (): Promise<SentItem[]> => {
    const items: SentItem[] = [];
    for await (const item of sent) {
      if (items.push(item) > maxItems) throw tooManyItems(maxItems, items.length);
    }
    return items;
  };
  return { items: await arriveInTime(gather(), bodyTimeoutMs), pointer: [], toContent: () => content };
}

/** Yields the pieces of a body that is kept in memory, after `onPiece` has been called with each. */
async function* eachPiece(
  pieces: AsyncIterable<Uint8Array | string>,
  onPiece: (piece: Uint8Array | string) => void,
): AsyncGenerator<Uint8Array | string, void, undefined> {
  for await (const piece of pieces) {
    onPiece(piece);
    yield piece;
  }
}

function refuseInvalid<Item>(checked: readonly CheckedItem<Item>[], listPointer: readonly string[]): void {
  const errors: { pointer: string; detail: string }[] = [];
  for (const { operation, outcome } of checked) {
    if (errors.length >= MAX_ISSUES) break;
    if (outcome === undefined || outcome.kind === 'answered') continue;
    const pointer = toPointer(...listPointer, operation.index);
    const { errors: issues, detail = '', status, executed = null } = outcome.problem;
    if (status === 500) throw new BatchProblem('internal', detail, { extensions: { executed } });
    if (!Array.isArray(issues)) errors.push({ pointer, detail });
    for (const issue of (issues ?? []) as { pointer: string; detail: string }[]) {
      errors.push({ pointer: pointer + issue.pointer.slice(1), detail: issue.detail });
    }
  }
  if (errors.length === 0) return;
  throw new BatchProblem(
    'invalid-items',
    `The list has ${countOf(errors.length, 'issue')}; nothing has run`,
    {
      extensions: { errors: errors.slice(0, MAX_ISSUES) },
    },
  );
}
