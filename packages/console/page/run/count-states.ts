import type { BatchProgress } from '@multistatus/client';
import type { RowState } from '../model/row.js';
import type { OutcomeGroup } from './outcome-groups.js';

/** The number of operations of a run by state. */
export type StateCounts = Readonly<Record<RowState, number>>;

/** Counts the operations of a run. While it is answered later, its `progress` says what the groups do not. */
export function countStates(
  total: number,
  {
    groups,
    progress,
  }: { readonly groups: readonly OutcomeGroup[]; readonly progress: BatchProgress | undefined },
): StateCounts {
  const counts = { failed: 0, other: 0, succeeded: 0 };
  for (const { state, rows } of groups) if (state !== 'pending') counts[state] += rows.length;
  const { failed, other, succeeded } =
    groups.every(({ state }) => state === 'pending') && progress !== undefined ? progress : counts;
  return { failed, other, succeeded, pending: Math.max(0, total - failed - other - succeeded) };
}
