import type { JSX } from 'preact';
import type { RunOperation } from '../model/run.js';
import { selectedIndex } from '../model/selection.js';
import { StateMark } from '../state-mark.js';
import { formatMs } from './time-scale.js';
import { durationOf, type Span } from './to-spans.js';

/** The properties of {@link TimelineRow}. */
export interface TimelineRowProps {
  readonly operation: RunOperation;
  readonly span: Span;
  /** Its number in the whole table, from 0. */
  readonly place: number;
  readonly endMs: number;
  readonly isMeasured: boolean;
  readonly isSelected: boolean;
}

/** An operation in the timeline. */
export function TimelineRow(props: TimelineRowProps): JSX.Element {
  const { operation, span, place, endMs, isMeasured, isSelected } = props;
  const { id, method, url } = operation;
  const { row, readyMs, startMs } = span;
  const state = row?.state ?? 'pending';
  const ranMs = durationOf(span);
  const hasTime = isMeasured ? row?.response.timing !== undefined : ranMs > 0;
  const at = (from: number, to: number) => ({
    left: `${(from / endMs) * 100}%`,
    width: `${((to - from) / endMs) * 100}%`,
  });
  return (
    <tr
      class={`${state}${place % 2 === 1 ? ' odd' : ''}${isSelected ? ' selected' : ''}`}
      aria-rowindex={place + 2}
    >
      <th scope="row">
        <span class="operation">
          <StateMark state={state} text={row === undefined ? 'none' : String(row.response.status ?? 207)} />
          <button
            type="button"
            aria-pressed={isSelected}
            title={`${id}\n${method} ${url}`}
            onClick={() => {
              selectedIndex.value = operation.index;
            }}
          >
            <bdi>{id}</bdi>
          </button>
        </span>
      </th>
      <td class="bar">
        <span class="track">
          {hasTime ? (
            <>
              <span class="unseen">
                {isMeasured ? `started at ${formatMs(startMs)}` : `arrived after ${formatMs(ranMs)}`}
              </span>
              {startMs > readyMs ? <span class="waited" style={at(readyMs, startMs)} /> : null}
              <span class={isMeasured ? 'ran' : 'ran unsure'} style={at(startMs, span.endMs)} />
            </>
          ) : row !== undefined && isMeasured ? (
            <span class="untimed">did not run</span>
          ) : null}
        </span>
      </td>
      {isMeasured ? <td class="number waited-ms">{hasTime ? formatMs(startMs - readyMs) : ''}</td> : null}
      <td class="number">{hasTime ? formatMs(ranMs) : ''}</td>
    </tr>
  );
}
