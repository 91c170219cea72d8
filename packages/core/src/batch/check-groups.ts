import type { ResolvedOptions } from '../options/resolve-options.js';
import type { Plan } from '../plan/plan.js';
import { BatchProblem } from '../problem/batch-problem.js';

/**
 * Checks that atomicity groups can run.
 *
 * @throws {BatchProblem} `transactions-not-supported` if there is one and the option `transaction` is not set.
 */
export function checkGroups(plan: Plan, { transaction }: Pick<ResolvedOptions, 'transaction'>): void {
  if (transaction !== undefined || !plan.some(({ isGroup }) => isGroup)) return;
  throw new BatchProblem(
    'transactions-not-supported',
    'This server does not support atomicity groups; send the operations without atomicityGroup',
  );
}
