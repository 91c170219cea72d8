import { useSignal } from '@preact/signals';
import type { JSX, RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Row } from '../model/row.js';
import type { Run } from '../model/run.js';
import { selectedIndex } from '../model/selection.js';
import { GroupLine } from './group-line.js';
import type { Line } from './list-lines.js';
import type { OutcomeGroup } from './outcome-groups.js';
import { OutcomeLine } from './outcome-line.js';
import { isExpanded, listLines, openGroup, toggledGroups, toggleGroup } from './run-state.js';

/** What is drawn beyond the part that can be seen, in pixels. */
const MARGIN = 300;

/** The properties of {@link OutcomeTable}. */
export interface OutcomeTableProps {
  readonly run: Run;
  readonly table: RefObject<HTMLTableElement | null>;
  /** Called when the user closes what is open beside the list. */
  readonly onClose: () => void;
}

/**
 * The list of outcomes as a tree grid (ARIA pattern "treegrid"): a line for each group, and below it its outcomes. Only the lines
 * that can be seen are in the document. Arrow keys move, Enter opens.
 */
export function OutcomeTable({ run, table, onClose }: OutcomeTableProps): JSX.Element {
  const scroller = useRef<HTMLDivElement>(null);
  const window = useSignal({ top: 0, height: 600 });
  const active = useSignal(0);
  const lines = listLines.value;
  const selected = selectedIndex.value;

  const measure = (): void => {
    const { scrollTop = 0, clientHeight = 600 } = scroller.current ?? {};
    window.value = { top: scrollTop, height: clientHeight };
  };
  const show = (number: number): void => {
    const element = scroller.current;
    if (element === null) return;
    const head = table.current?.tHead?.offsetHeight ?? 0;
    const top = lines.topOf(number);
    const bottom = lines.topOf(number + 1);
    const visible = element.clientHeight - head;
    if (top < element.scrollTop) element.scrollTop = top;
    else if (bottom > element.scrollTop + visible) element.scrollTop = bottom - visible;
    measure();
  };
  const move = (number: number): void => {
    active.value = Math.max(0, Math.min(lines.count - 1, number));
    show(active.value);
  };
  const open = ({ group, row }: Line): void => {
    const single = group.state === 'failed' && group.rows.length === 1 ? group.rows[0] : undefined;
    const opened = row ?? single;
    if (opened !== undefined) {
      selectedIndex.value = opened.index;
      return;
    }
    toggleGroup(group.key);
    selectedIndex.value = undefined;
    openGroup.value =
      group.state === 'failed' && isExpanded(group, toggledGroups.value) ? group.key : undefined;
  };

  useEffect(() => {
    measure();
    const observer = new ResizeObserver(measure);
    if (scroller.current !== null) observer.observe(scroller.current);
    return () => observer.disconnect();
  }, []);
  // What is selected in the graph or the timeline is shown here too.
  useEffect(() => {
    if (selected === undefined) return;
    const number = lines.find(selected);
    if (number >= 0) move(number);
  }, [selected]);

  const onKeyDown = (event: KeyboardEvent): void => {
    const line = lines.at(active.value);
    if (event.target !== table.current || line === undefined) return;
    const page = Math.max(1, Math.floor(window.value.height / 40) - 2);
    const targets: Readonly<Record<string, number>> = {
      ArrowDown: active.value + 1,
      ArrowUp: active.value - 1,
      PageDown: active.value + page,
      PageUp: active.value - page,
      Home: 0,
      End: lines.count - 1,
    };
    const target = targets[event.key];
    const isOpen = line.row === undefined && isExpanded(line.group, toggledGroups.value);
    if (target !== undefined) move(target);
    else if (event.key === 'Enter' || event.key === ' ') open(line);
    else if (event.key === 'Escape') onClose();
    else if (event.key === 'ArrowRight' && line.row === undefined && !isOpen) open(line);
    else if (event.key === 'ArrowLeft' && isOpen) toggleGroup(line.group.key);
    else if (event.key === 'ArrowLeft' && line.row !== undefined) {
      move(active.value - 1 - line.group.rows.indexOf(line.row));
    } else return;
    event.preventDefault();
  };

  const { top, height } = window.value;
  const first = lines.numberAt(Math.max(0, top - MARGIN));
  const last = lines.numberAt(top + height + MARGIN);
  const drawn = Array.from({ length: last - first + 1 }, (_, offset) => first + offset);
  const before = lines.topOf(first);
  const after = lines.height - lines.topOf(last + 1);
  const idOf = (number: number): string => `line-${number}`;
  return (
    <div class="outcome-list" ref={scroller} onScroll={measure}>
      <table
        ref={table}
        role="treegrid"
        aria-label="Outcomes"
        aria-rowcount={lines.count + 1}
        aria-activedescendant={
          lines.count > 0 && active.value >= first && active.value <= last ? idOf(active.value) : undefined
        }
        tabIndex={0}
        onKeyDown={onKeyDown}
      >
        <thead>
          <tr aria-rowindex={1}>
            <th scope="col">Status</th>
            <th scope="col">Operation</th>
            <th scope="col" class="wide">
              What happened
            </th>
            <th scope="col" class="time">
              Time
            </th>
          </tr>
        </thead>
        <tbody>
          <Spacer height={before} />
          {drawn.map((number) => {
            const line = lines.at(number);
            if (line === undefined) return null;
            const common = {
              id: idOf(number),
              rowIndex: number + 2,
              isActive: number === active.value,
              onOpen: () => {
                active.value = number;
                open(line);
              },
            };
            return line.row === undefined ? (
              <GroupLine
                key={line.group.key}
                {...common}
                run={run}
                group={line.group}
                isExpanded={isExpanded(line.group, toggledGroups.value)}
                isSelected={isShown(line.group, selected)}
              />
            ) : (
              <OutcomeLine
                key={line.row.index}
                {...common}
                run={run}
                row={line.row}
                isSelected={line.row.index === selected}
              />
            );
          })}
          <Spacer height={after} />
        </tbody>
      </table>
    </div>
  );
}

/** Stands for lines that are not drawn. */
function Spacer({ height }: { readonly height: number }): JSX.Element | null {
  return height <= 0 ? null : (
    <tr aria-hidden="true" class="spacer">
      <td colSpan={4} style={{ height: `${height}px` }} />
    </tr>
  );
}

function isShown({ key, state, rows }: OutcomeGroup, selected: Row['index'] | undefined): boolean {
  if (key === openGroup.value) return true;
  return state === 'failed' && rows.length === 1 && rows[0]?.index === selected;
}
