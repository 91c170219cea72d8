import type { ListLines } from './list-lines.js';
import { openLine } from './open-line.js';
import { isExpanded, toggledGroups, toggleGroup } from './run-state.js';

/** What a key acts on. */
export interface KeyContext {
  readonly lines: ListLines;
  /** The number of the line that keys act on. */
  readonly active: number;
  /** The number of lines that can be seen. */
  readonly page: number;
  readonly move: (number: number) => void;
  /** Closes what is open beside the list. */
  readonly close: () => void;
}

/** Acts on a key as the ARIA pattern "treegrid" says. Returns `false` for a key without a meaning here. */
export function handleListKey(key: string, { lines, active, page, move, close }: KeyContext): boolean {
  const line = lines.at(active);
  if (line === undefined) return false;
  const { group, row } = line;
  const targets: Readonly<Record<string, number>> = {
    ArrowDown: active + 1,
    ArrowUp: active - 1,
    PageDown: active + page,
    PageUp: active - page,
    Home: 0,
    End: lines.count - 1,
  };
  const target = targets[key];
  const isOpen = row === undefined && isExpanded(group, toggledGroups.value);
  if (target !== undefined) move(target);
  else if (key === 'Enter' || key === ' ') openLine(line);
  else if (key === 'Escape') close();
  else if (key === 'ArrowRight' && row === undefined && !isOpen) openLine(line);
  else if (key === 'ArrowLeft' && isOpen) toggleGroup(group.key);
  else if (key === 'ArrowLeft' && row !== undefined) move(active - 1 - group.rows.indexOf(row));
  else return false;
  return true;
}
