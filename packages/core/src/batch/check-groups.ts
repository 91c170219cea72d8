import type { ResolvedOptions } from '../options/resolve-options.js';
import type { Plan } from '../plan/plan.js';
import { BatchProblem } from '../problem/batch-problem.js';
import { GROUPS_NOT_SUPPORTED } from '../validate/groups-not-supported.js';

/**
 * Checks that atomicity groups can run.
 *
 * @throws {BatchProblem} `transactions-not-supported` if there is one and the option `transaction` is not set.
 */
export function checkGroups(plan: Plan, { transaction }: Pick<ResolvedOptions, 'transaction'>): void {
  if (transaction !== undefined || !plan.some(({ isGroup }) => isGroup)) return;
  throw new BatchProblem('transactions-not-supported', GROUPS_NOT_SUPPORTED);
}
