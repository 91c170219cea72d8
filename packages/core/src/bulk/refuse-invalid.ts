import { countOf } from '@multistatus/wire';
import { BatchProblem } from '../problem/batch-problem.js';
import { MAX_ISSUES, toPointer } from '../problem/issue.js';
import type { CheckedItem } from './check-item.js';

/**
 * Refuses a list that has items that must not run. `listPointer` leads to the list in the body.
 *
 * @throws {BatchProblem} `invalid-items` with all issues; `internal` if an item could not be checked.
 */
export function refuseInvalid<Item>(
  checked: readonly CheckedItem<Item>[],
  listPointer: readonly string[],
): void {
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
