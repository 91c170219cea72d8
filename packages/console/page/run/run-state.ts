import type { ResendPlan } from '@multistatus/client';
import { computed, effect, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { currentRun } from '../model/run.js';
import { hasRequests } from '../model/run-of-reading.js';
import { selectedIndex } from '../model/selection.js';
import { ListLines } from './list-lines.js';
import { type OutcomeGroup, OutcomeGroups } from './outcome-groups.js';
import { planOf } from './plan-of.js';

/** The keys of the groups that the user has opened or closed, other than they are by default. */
export const toggledGroups: Signal<ReadonlySet<string>> = signal(new Set());

/** The key of the group that is described beside the list; `undefined` if none is. */
export const openGroup: Signal<string | undefined> = signal(undefined);

const grouping = computed(() => currentRun.value && new OutcomeGroups(currentRun.value.rows));

/** The groups of the current run. */
export const groups: ReadonlySignal<readonly OutcomeGroup[]> = computed(() => {
  const run = currentRun.value;
  if (run === undefined || grouping.value === undefined) return [];
  void run.rows.version.value;
  const read = grouping.value.read();
  if (run.phase.value !== 'sending') grouping.value.sort();
  return read;
});

/** The lines of the list of outcomes. */
export const listLines: ReadonlySignal<ListLines> = computed(() => {
  const toggled = toggledGroups.value;
  return new ListLines(groups.value, (group) => isExpanded(group, toggled));
});

/** Checks whether the rows of a group are shown. A failure that occurs once has no rows below its line. */
export function isExpanded({ key, state, rows }: OutcomeGroup, toggled: ReadonlySet<string>): boolean {
  if (state === 'failed' && rows.length === 1) return false;
  return (state === 'failed') === toggled.has(key);
}

/** Shows the rows of a group, or hides them. */
export function toggleGroup(key: string): void {
  const toggled = new Set(toggledGroups.value);
  if (!toggled.delete(key)) toggled.add(key);
  toggledGroups.value = toggled;
}

effect(() => {
  if (currentRun.value === undefined) return;
  toggledGroups.value = new Set();
  openGroup.value = undefined;
});

effect(() => {
  if (selectedIndex.value !== undefined) openGroup.value = undefined;
});

/** What of the current run may be sent again; `undefined` while it runs. */
export const runPlan: Signal<ResendPlan | undefined> = signal(undefined);

effect(() => {
  const run = currentRun.value;
  const phase = run?.phase.value;
  runPlan.value = undefined;
  if (run === undefined || phase === 'sending' || phase === 'monitored' || run.rows.all.length === 0) return;
  if (!hasRequests(run)) return;
  // In a task of its own, because the one in which the last outcomes arrive is long enough.
  setTimeout(() => {
    if (currentRun.value === run) runPlan.value = planOf(run);
  });
});
