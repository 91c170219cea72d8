import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { RunOperation } from '../model/run.js';
import { selectedIndex } from '../model/selection.js';
import { type Tick, timeTicks } from './time-scale.js';
import { TimelineRow } from './timeline-row.js';
import type { Span } from './to-spans.js';

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
/** Rows that are drawn above and below those that are seen. */
const MARGIN = 20;
/** A number on the axis needs so many pixels. */
const TICK_WIDTH = 90;

/** The bars, in a table of which only the rows that are seen are drawn. */
export function TimelineTable({ operations, spans, endMs, isMeasured }: TimelineTableProps): JSX.Element {
  const scrollRef = useRef<HTMLDivElement>(null);
  const axisRef = useRef<HTMLTableCellElement>(null);
  const first = useSignal(0);
  const shownCount = useSignal(40);
  const tickCount = useSignal(5);
  useLayoutEffect(() => {
    const { current: element } = scrollRef;
    if (element === null) return undefined;
    const update = (): void => {
      first.value = Math.max(0, Math.floor(element.scrollTop / ROW_HEIGHT / MARGIN) * MARGIN - MARGIN);
      shownCount.value = Math.ceil(element.clientHeight / ROW_HEIGHT) + 3 * MARGIN;
      tickCount.value = Math.max(1, Math.floor((axisRef.current?.clientWidth ?? 0) / TICK_WIDTH));
    };
    update();
    element.addEventListener('scroll', update, { passive: true });
    const observer = new ResizeObserver(update);
    observer.observe(element);
    return () => {
      element.removeEventListener('scroll', update);
      observer.disconnect();
    };
  }, []);
  const selected = selectedIndex.value;
  useLayoutEffect(() => {
    const { current: element } = scrollRef;
    const place = spans.findIndex(({ position }) => operations[position]?.index === selected);
    if (element === null || place < 0) return;
    const top = place * ROW_HEIGHT;
    const isSeen =
      top >= element.scrollTop && top + 2 * ROW_HEIGHT <= element.scrollTop + element.clientHeight;
    if (!isSeen) element.scrollTop = top - element.clientHeight / 2;
  }, [selected]);
  const start = Math.min(first.value, Math.max(0, spans.length - shownCount.value));
  const end = Math.min(spans.length, start + shownCount.value);
  const ticks = timeTicks(endMs, tickCount.value);
  const step = endMs > 0 ? ((ticks[1]?.ms ?? endMs) / endMs) * 100 : 100;
  return (
    <div class="timeline-scroll" ref={scrollRef}>
      <table aria-rowcount={spans.length + 1} style={{ '--step': `${step}%` }}>
        <thead>
          <tr aria-rowindex={1}>
            <th scope="col">Operation</th>
            <th scope="col" class="axis" ref={axisRef}>
              <span class="unseen">When it ran</span>
              <Axis ticks={ticks} endMs={endMs} />
            </th>
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
              rowIndex={start + number + 2}
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
    <tr aria-hidden="true">
      <td class="spacer" colSpan={4} style={{ height: `${rows * ROW_HEIGHT}px` }} />
    </tr>
  );
}

/** The last number is left out if it would not fit before the end. */
function Axis({ ticks, endMs }: { readonly ticks: readonly Tick[]; readonly endMs: number }): JSX.Element {
  return (
    <span class="ticks" aria-hidden="true">
      {ticks.map(({ ms, label }) => (
        <span key={ms} style={{ left: `${endMs > 0 ? (ms / endMs) * 100 : 0}%` }}>
          {ms > endMs * 0.88 ? '' : label}
        </span>
      ))}
    </span>
  );
}
