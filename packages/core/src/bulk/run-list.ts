import { type Outcome, skippedOutcome } from '../operation/outcome.js';
import type { Plan } from '../plan/plan.js';
import type { RunContext } from '../run/run-context.js';
import { run } from '../run/run-plan.js';
import { traceSkipped } from '../run/trace.js';
import type { CheckedItem } from './check-item.js';

/**
 * Runs the valid items of a list, or of a part of one, and returns the outcomes of all items, in order.
 *
 * In an atomic list, all items succeed or none does: no item runs if any of them must not run.
 */
export async function runList<Item>(
  checked: readonly CheckedItem<Item>[],
  runContext: RunContext,
  isAtomic: boolean,
): Promise<Outcome[]> {
  const refused = checked.flatMap(({ outcome }) => (outcome === undefined ? [] : [outcome]));
  const runnable = checked.filter(({ outcome }) => outcome === undefined);
  const isDoomed = isAtomic && refused.length > 0;
  const skipped = isDoomed
    ? [
        ...refused,
        ...runnable.map(({ operation }) =>
          skippedOutcome(operation, 'rolled-back', {
            detail: 'The item did not run: all items succeed or none does, and another item cannot run',
            because: refused.slice(0, 20).map((outcome) => outcome.operation.id),
          }),
        ),
      ]
    : refused;
  for (const outcome of skipped) {
    traceSkipped(runContext.batchId, outcome);
    runContext.onOutcome(outcome);
  }
  const ran =
    isDoomed || runnable.length === 0
      ? []
      : await run(
          planItems(runnable, isAtomic),
          runnable.map(({ operation }) => operation),
          runContext,
        );
  return skipped.length === 0
    ? ran
    : [...skipped, ...ran].sort((one, other) => one.operation.index - other.operation.index);
}

/** Returns the plan of items: each on its own, or all in one group. */
export function planItems<Item>(items: readonly CheckedItem<Item>[], isAtomic: boolean): Plan {
  const indexes = items.map(({ operation }) => operation.index);
  if (isAtomic) return [{ name: 'items', isGroup: true, operations: indexes, dependencies: [], depth: 0 }];
  return indexes.map((index) => ({
    name: String(index),
    isGroup: false,
    operations: [index],
    dependencies: [],
    depth: 0,
  }));
}
