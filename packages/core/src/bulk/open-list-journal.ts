import { LineJournal } from '../journal/line-journal.js';
import { openEntry } from '../journal/open-entry.js';
import { openJournal } from '../journal/open-journal.js';
import { OperationJournal } from '../journal/operation-journal.js';
import { BULK_WORDS } from '../operation/run-words.js';
import type { CheckedItem } from './check-item.js';
import type { BulkRun } from './prepare-bulk.js';
import { planItems } from './run-list.js';

/**
 * Opens the journal of a list that has arrived. Resolves to `undefined` if the endpoint has none, or the request has no key.
 *
 * @throws {BatchProblem} if the list must not run now; nothing has run.
 */
export function openListJournal<Item, Extra extends object>(
  { envelope, options, load }: BulkRun<Item, Extra>,
  checked: readonly CheckedItem<Item>[],
  toContent: () => readonly (string | Uint8Array)[],
): Promise<OperationJournal | undefined> {
  if (options.shared.journal === undefined) return Promise.resolve(undefined);
  const runnable = checked.filter(({ outcome }) => outcome === undefined);
  return openJournal({
    envelope,
    toContent,
    options: options.shared,
    load,
    operations: checked.map(({ operation }) => operation),
    plan: planItems(runnable, options.isAtomic),
    words: BULK_WORDS,
    isRepeatable: ({ index }) => isItemRepeatable(options, checked[index] as CheckedItem<Item>),
  });
}

/**
 * Opens the journal of items that are handled as they arrive.
 *
 * @throws {BatchProblem} if none of them must run now.
 */
export async function openLineJournal<Item, Extra extends object>({
  envelope,
  options: { shared: options },
  load,
}: BulkRun<Item, Extra>): Promise<LineJournal | undefined> {
  const request = { envelope, toContent: () => [], options, load };
  const opened = await openEntry(request, options.idempotency.everyOperation);
  if (opened === undefined) return undefined;
  const { journal, entry } = opened;
  const { outer } = envelope;
  return new LineJournal(
    journal,
    entry,
    new OperationJournal({ ...opened, options, words: BULK_WORDS, outer }),
  );
}

/** Checks whether the option `isRepeatable` says that an item may run again. */
export function isItemRepeatable<Item, Extra extends object>(
  { shared: { idempotency } }: BulkRun<Item, Extra>['options'],
  checked: CheckedItem<Item>,
): boolean {
  const isRepeatable = idempotency.isRepeatable as ((item: Item) => boolean) | undefined;
  return checked.outcome === undefined && isRepeatable?.(checked.item) === true;
}
