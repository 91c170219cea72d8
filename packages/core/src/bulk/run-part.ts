import { openJobJournal } from '../journal/open-job-journal.js';
import type { Outcome } from '../operation/outcome.js';
import { BULK_WORDS } from '../operation/run-words.js';
import type { JobHooks, JobRequest } from '../options/async-support.js';
import type { Journal } from '../options/journal.js';
import { MAX_ISSUES } from '../problem/issue.js';
import type { AdaptiveSlots } from '../run/adaptive-slots.js';
import { traceBatch } from '../run/trace.js';
import type { CheckedItem } from './check-item.js';
import { checkList } from './check-list.js';
import { itemsPathOf } from './item-operation.js';
import { isItemRepeatable } from './open-list-journal.js';
import { type ListWork, partOperations } from './part-operations.js';
import type { ResolvedBulkOptions } from './resolve-bulk-options.js';
import { planItems, runList } from './run-list.js';
import { toRunContext } from './to-run-context.js';
import { withErrorContext } from './with-error-context.js';

/**
 * Checks and runs items of a list in a worker, and keeps their outcomes. There is no time limit for all of them together. An item
 * that has become invalid since the list was accepted has an outcome of its own.
 *
 * @throws what `openJobJournal` throws.
 */
export async function runPart<Item, Extra extends object>(
  { list, part }: ListWork,
  { entry, request, acceptedAt, drain, abort }: JobHooks,
  endpoint: {
    readonly options: ResolvedBulkOptions<Item, Extra | JobRequest>;
    readonly journal: Journal;
    readonly slots: AdaptiveSlots | undefined;
  },
): Promise<void> {
  const { batchId, method, path, host, idempotencyKey } = list;
  const { items, firstIndex } = part;
  const options = withErrorContext(endpoint.options, request);
  const { isAtomic, shared } = options;
  const runnable = new Map<number, Item>();
  const keys = new Map<number, string>();
  const checked = await checkList(items, firstIndex, {
    options,
    method,
    path,
    itemsPath: itemsPathOf(path),
    host,
    issueBudget: { left: MAX_ISSUES },
    idempotencyKey,
    runnable,
    keys,
  });
  const journal = await openJobJournal(endpoint.journal, entry, {
    operations: partOperations({ list, part }),
    plan: planItems(isAtomic ? checked.filter(({ outcome }) => outcome === undefined) : checked, isAtomic),
    words: BULK_WORDS,
    options: shared,
    outer: request,
    isRepeatable: ({ index }) => isItemRepeatable(options, checked[index - firstIndex] as CheckedItem<Item>),
  });
  for (const { operation } of checked) {
    if (journal.outcomeOf(operation) !== undefined) runnable.delete(operation.index);
  }
  const context = toRunContext(options, {
    batchId,
    limits: { ...options.limits, maxItems: items.length, bulkTimeoutMs: Number.POSITIVE_INFINITY },
    runnable,
    keys,
    extra: request,
    outer: request,
    host,
    abort,
    drain,
    slots: endpoint.slots,
    losesCookies: true,
    acceptedAt,
  });
  const report = (outcome: Outcome, isNew: boolean): void => {
    // An item that has not started has no outcome yet: it runs later, or is cancelled.
    const isFinal = outcome.kind !== 'skipped' || outcome.problem.status !== 503;
    if (isNew && isFinal) context.onOutcome(outcome);
  };
  const run = { ...context, journal, onOutcome: (outcome: Outcome): void => journal.keep(outcome, report) };
  await traceBatch({ batchId, request, operations: items.length }, async () =>
    journal.finish(await runList(checked, run, isAtomic)),
  );
}
