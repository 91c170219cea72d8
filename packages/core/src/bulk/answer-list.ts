import { countOf } from '@multistatus/wire';
import { arriveInTime } from '../decode/arrive-in-time.js';
import { bodyStream } from '../decode/body-stream.js';
import { decodeJson, receiveBody } from '../decode/decode-envelope.js';
import { answerOutcomes, answerStream } from '../encode/answer-outcomes.js';
import { OutcomeStream } from '../encode/stream-outcomes.js';
import { formatOf } from '../formats/formats.js';
import type { EnvelopeResponse } from '../http/envelope.js';
import { activeOperationOf } from '../operation/active-operation.js';
import { type Outcome, summarise } from '../operation/outcome.js';
import { BatchProblem } from '../problem/batch-problem.js';
import { MAX_ISSUES, toPointer } from '../problem/issue.js';
import { traceBatch } from '../run/trace.js';
import { type CheckedItem, checkItem } from './check-item.js';
import type { BulkRun } from './prepare-bulk.js';
import { listItems, readItems, type SentItem, type SentList } from './read-items.js';
import { refuseSharedKeys } from './refuse-shared-keys.js';
import { type ListContext, runList } from './run-list.js';

/**
 * Reads the whole list into memory, checks every item, runs the valid ones, and returns the answer.
 *
 * @throws {BatchProblem} if the list cannot be read, or if an item is invalid and the option `validateAll` is on.
 *   Nothing has run in either case.
 */
export async function answerList<Item, Extra extends object>(
  bulk: BulkRun<Item, Extra>,
): Promise<EnvelopeResponse> {
  const list = bulk.isNdjson ? await receiveLines(bulk) : await receiveList(bulk);
  const release = bulk.capacity.take(bulk.envelope.signal);
  try {
    return await runAndAnswer(bulk, await checkList(bulk, list), release);
  } catch (error) {
    release();
    throw error;
  }
}

async function checkList<Item, Extra extends object>(
  bulk: BulkRun<Item, Extra>,
  { items, pointer }: SentList,
): Promise<readonly CheckedItem<Item>[]> {
  const { options, runnable } = bulk;
  const valid: CheckedItem<Item>[] = [];
  for (const [index, item] of items.entries()) valid.push(await checkItem(item, index, bulk));
  const checked = options.key === undefined ? valid : refuseSharedKeys(valid, options.key);
  if (options.validatesAll) refuseInvalid(checked, pointer);
  for (const entry of checked) {
    if (entry.outcome === undefined) runnable.set(entry.operation.index, entry.item);
  }
  return checked;
}

/**
 * Returns the answer once all items have settled, or at once if the answer is a stream. Calls `release` when all have
 * settled; if this rejects, the caller has to.
 */
async function runAndAnswer<Item, Extra extends object>(
  bulk: BulkRun<Item, Extra>,
  checked: readonly CheckedItem<Item>[],
  release: () => void,
): Promise<EnvelopeResponse> {
  const { options, runContext, answerContext } = bulk;
  if (formatOf(answerContext.mediaType) !== 'ndjson') {
    const outcomes = await runTraced(bulk, checked, { runContext, isAtomic: options.isAtomic });
    release();
    return answerOutcomes(outcomes, answerContext);
  }
  const stream = new OutcomeStream();
  const onOutcome = (outcome: Outcome): void => {
    stream.add(outcome);
    runContext.onOutcome(outcome);
  };
  const context = { runContext: { ...runContext, onOutcome }, isAtomic: options.isAtomic };
  runTraced(bulk, checked, context)
    .catch(options.shared.onError)
    .finally(() => {
      stream.end();
      release();
    });
  return answerStream(stream, answerContext);
}

async function runTraced<Item, Extra extends object>(
  { runContext: { batchId }, envelope, message }: BulkRun<Item, Extra>,
  checked: readonly CheckedItem<Item>[],
  context: ListContext,
): Promise<Outcome[]> {
  const trace = { batchId, request: envelope.outer, operations: checked.length };
  const outcomes = await traceBatch(trace, () => runList(checked, context));
  const operation = activeOperationOf(message);
  if (operation !== undefined) operation.summary = summarise(outcomes);
  return outcomes;
}

async function receiveList<Item, Extra extends object>({
  envelope,
  limits,
}: BulkRun<Item, Extra>): Promise<SentList> {
  return listItems(decodeJson(await receiveBody(envelope, limits), envelope, limits), limits);
}

async function receiveLines<Item, Extra extends object>({
  envelope,
  options: { limits },
}: BulkRun<Item, Extra>): Promise<SentList> {
  const gather = async (): Promise<SentItem[]> => {
    const items: SentItem[] = [];
    for await (const item of readItems(bodyStream(envelope.body), limits)) items.push(item);
    return items;
  };
  return { items: await arriveInTime(gather(), limits.bodyTimeoutMs), pointer: [] };
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
