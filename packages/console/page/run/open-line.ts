import { selectedIndex } from '../model/selection.js';
import type { Line } from './list-lines.js';
import { isExpanded, openGroup, toggledGroups, toggleGroup } from './run-state.js';

/** Opens a line of the list: shows the outcome, or shows or hides the rows of a group. */
export function openLine({ group, row }: Line): void {
  const isSingle = group.state === 'failed' && group.rows.length === 1;
  const opened = row ?? (isSingle ? group.rows[0] : undefined);
  if (opened !== undefined) {
    selectedIndex.value = opened.index;
    return;
  }
  toggleGroup(group.key);
  selectedIndex.value = undefined;
  const isDescribed = group.state === 'failed' && isExpanded(group, toggledGroups.value);
  openGroup.value = isDescribed ? group.key : undefined;
}

/** Checks whether a line is what is open beside the list. */
export function isOpenLine({ group, row }: Line): boolean {
  const selected = selectedIndex.value;
  if (row !== undefined) return row.index === selected;
  if (group.key === openGroup.value) return true;
  return group.state === 'failed' && group.rows.length === 1 && group.rows[0]?.index === selected;
}
