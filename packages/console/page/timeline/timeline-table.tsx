import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { RunOperation } from '../model/run.js';
import { selectedIndex } from '../model/selection.js';
import { Axis } from './axis.js';
import { TimelineRow } from './timeline-row.js';
import type { Span } from './to-spans.js';
import { useVisibleRows } from './use-visible-rows.js';

/** The properties of {@link TimelineTable}. */
export interface TimelineTableProps {
  readonly operations: readonly RunOperation[];
  readonly spans: readonly Span[];
  readonly endMs: number;
  /** False if only the arrivals are known. */
  readonly isMeasured: boolean;
}

/** The height of a row in pixels, as the style sheet has it. */
const ROW_HEIGHT = 32;

/** The bars, in a table of which only the rows that are seen are drawn. */
export function TimelineTable({ operations, spans, endMs, isMeasured }: TimelineTableProps): JSX.Element {
  const scrollRef = useRef<HTMLDivElement>(null);
  const stepMs = useSignal(0);
  const rows = useVisibleRows(scrollRef, ROW_HEIGHT);
  const selected = selectedIndex.value;
  useLayoutEffect(() => {
    reveal(
      scrollRef.current,
      spans.findIndex(({ position }) => operations[position]?.index === selected),
    );
  }, [selected]);
  const start = Math.min(rows.start, Math.max(0, spans.length - rows.count));
  const end = Math.min(spans.length, start + rows.count);
  const step = endMs > 0 && stepMs.value > 0 ? (stepMs.value / endMs) * 100 : 100;
  return (
    <div class="timeline-scroll" ref={scrollRef}>
      <table aria-rowcount={spans.length + 1} style={{ '--step': `${step}%` }}>
        <thead>
          <tr aria-rowindex={1}>
            <th scope="col">Operation</th>
            <Axis
              endMs={endMs}
              onStep={(ms) => {
                stepMs.value = ms;
              }}
            />
            {isMeasured ? (
              <th scope="col" class="number waited-ms">
                Waited
              </th>
            ) : null}
            <th scope="col" class="number">
              {isMeasured ? 'Ran' : 'Arrived'}
            </th>
          </tr>
        </thead>
        <tbody>
          <Spacer rows={start} />
          {spans.slice(start, end).map((span, number) => (
            <TimelineRow
              key={span.position}
              operation={operations[span.position] as RunOperation}
              span={span}
              place={start + number}
              endMs={endMs}
              isMeasured={isMeasured}
              isSelected={operations[span.position]?.index === selected}
            />
          ))}
          <Spacer rows={spans.length - end} />
        </tbody>
      </table>
    </div>
  );
}

/** Takes the place of rows that are not drawn. */
function Spacer({ rows }: { readonly rows: number }): JSX.Element | null {
  if (rows === 0) return null;
  return (
    <tr class="spacer">
      <td colSpan={4} style={{ height: `${rows * ROW_HEIGHT}px` }} />
    </tr>
  );
}

/** Scrolls to a row, unless it is seen. */
function reveal(element: HTMLElement | null, place: number): void {
  if (element === null || place < 0) return;
  const top = place * ROW_HEIGHT;
  // The head of the table stays above the rows.
  const bottom = top + 2 * ROW_HEIGHT;
  if (top >= element.scrollTop && bottom <= element.scrollTop + element.clientHeight) return;
  element.scrollTop = top - element.clientHeight / 2;
}
