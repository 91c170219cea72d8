import { useSignal } from '@preact/signals';
import type { JSX, RefObject } from 'preact';
import { useEffect } from 'preact/hooks';
import type { Run } from '../model/run.js';
import { selectedIndex } from '../model/selection.js';
import { GroupLine } from './group-line.js';
import type { Columns } from './line-props.js';
import { handleListKey } from './list-keys.js';
import { isOpenLine, openLine } from './open-line.js';
import { OutcomeLine } from './outcome-line.js';
import { listLines } from './run-state.js';
import { type ListWindow, useListWindow } from './use-list-window.js';

/** What is drawn beyond the part that can be seen, in pixels. */
const MARGIN = 300;
/** The widths from which on the list has these columns, in pixels. */
const DETAILS_WIDTH = 640;
const TIME_WIDTH = 400;
/** About the height of a line, in pixels. */
const LINE_HEIGHT = 40;

/** The properties of {@link OutcomeTable}. */
export interface OutcomeTableProps {
  readonly run: Run;
  readonly table: RefObject<HTMLTableElement>;
  /** Closes what is open beside the list. */
  readonly close: () => void;
}

/**
 * The list of outcomes as a tree grid (ARIA pattern "treegrid"): a line for each group, and below it its outcomes. Only the lines
 * that can be seen are in the document. Arrow keys move, Enter opens.
 */
export function OutcomeTable({ run, table, close }: OutcomeTableProps): JSX.Element {
  const scroller = useListWindow();
  const active = useSignal(0);
  const lines = listLines.value;
  const selected = selectedIndex.value;
  const { height, width } = scroller.window.value;
  const move = (number: number): void => {
    active.value = Math.max(0, Math.min(lines.count - 1, number));
    scroller.show(active.value, lines);
  };
  // What is selected in the graph or the timeline is shown here too.
  useEffect(() => {
    const number = selected === undefined ? -1 : lines.find(selected);
    if (number >= 0) move(number);
  }, [selected]);
  const columns = { details: width >= DETAILS_WIDTH, time: width >= TIME_WIDTH };
  const page = Math.max(1, Math.floor(height / LINE_HEIGHT) - 2);
  return (
    <div class="outcome-list" ref={scroller.element} onScroll={scroller.measure}>
      <table
        ref={table}
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a tree grid is a table whose lines can be opened
        role="treegrid"
        aria-label="Outcomes"
        aria-rowcount={lines.count + 1}
        aria-activedescendant={idOf(active.value)}
        tabIndex={0}
        onKeyDown={(event) => {
          if (event.target !== table.current) return;
          const context = { lines, active: active.value, page, move, close };
          if (handleListKey(event.key, context)) event.preventDefault();
        }}
      >
        <ListHead columns={columns} />
        <ListBody run={run} columns={columns} window={scroller.window.value} active={active} />
      </table>
    </div>
  );
}

function ListHead({ columns }: { readonly columns: Columns }): JSX.Element {
  return (
    <thead>
      <tr aria-rowindex={1}>
        <th scope="col">Status</th>
        <th scope="col">Operation</th>
        {columns.details && <th scope="col">Details</th>}
        {columns.time && (
          <th scope="col" class="time">
            Time
          </th>
        )}
      </tr>
    </thead>
  );
}

/** The lines that can be seen, the one that keys act on, and space in place of the others. */
function ListBody({
  run,
  columns,
  window: { top, height },
  active,
}: {
  readonly run: Run;
  readonly columns: Columns;
  readonly window: ListWindow;
  readonly active: { value: number };
}): JSX.Element {
  const lines = listLines.value;
  const first = lines.numberAt(Math.max(0, top - MARGIN));
  const last = lines.numberAt(top + height + MARGIN);
  const columnCount = 2 + Number(columns.details) + Number(columns.time);
  const drawn = Array.from({ length: Math.max(0, last - first + 1) }, (_, offset) => first + offset);
  return (
    <tbody>
      <Spacer height={lines.topOf(first)} columnCount={columnCount} />
      {drawn.map((number) => {
        const line = lines.at(number);
        if (line === undefined) return null;
        const { group, row } = line;
        const props = {
          ...{ id: idOf(number), rowIndex: number + 2, columns },
          ...{ isActive: number === active.value, isOpen: isOpenLine(line) },
          onOpen: () => {
            active.value = number;
            openLine(line);
          },
        };
        return row === undefined ? (
          <GroupLine key={group.key} {...props} group={group} />
        ) : (
          <OutcomeLine key={row.index} {...props} run={run} row={row} />
        );
      })}
      <Spacer height={lines.height - lines.topOf(last + 1)} columnCount={columnCount} />
    </tbody>
  );
}

/** Takes the place of lines that are not drawn. */
function Spacer({
  height,
  columnCount,
}: {
  readonly height: number;
  readonly columnCount: number;
}): JSX.Element | null {
  return height <= 0 ? null : (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: nothing in it can be focused
    <tr aria-hidden="true" class="spacer">
      <td colSpan={columnCount} style={{ height: `${height}px` }} />
    </tr>
  );
}

function idOf(number: number): string {
  return `line-${number}`;
}
