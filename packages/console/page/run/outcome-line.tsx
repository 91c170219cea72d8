import type { JSX } from 'preact';
import { formatDuration } from '../content/format-amount.js';
import type { Row } from '../model/row.js';
import type { Run } from '../model/run.js';
import { StateMark } from '../state-mark.js';
import { describeFailure } from './describe-failure.js';
import type { LineProps } from './line-props.js';

/** The properties of {@link OutcomeLine}. */
export interface OutcomeLineProps extends LineProps {
  readonly run: Run;
  readonly row: Row;
}

/** One outcome as a line of the list. */
export function OutcomeLine({ run, row, ...line }: OutcomeLineProps): JSX.Element {
  const { index, method, url, state, response } = row;
  const time = response.timing?.durationMs ?? run.arrivals.get(index);
  return (
    <tr
      id={line.id}
      class={line.isActive ? 'outcome active' : 'outcome'}
      aria-level={2}
      aria-rowindex={line.rowIndex}
      aria-selected={line.isOpen}
      onClick={line.onOpen}
    >
      <td>
        <StateMark state={state} text={String(response.status ?? '')} />
      </td>
      <td>
        <code title={`${method ?? ''} ${url ?? ''}`}>
          <b>{method}</b> {url}
        </code>
      </td>
      {line.columns.details && <td class="soft">{detailsOf(row)}</td>}
      {line.columns.time && <td class="time soft">{time === undefined ? '' : formatDuration(time)}</td>}
    </tr>
  );
}

/** Returns the text of the column "Details": why the operation failed, what it created, or its id. */
function detailsOf(row: Row): string {
  const { id, index, state, response } = row;
  if (state === 'failed') return describeFailure(row).detail;
  if (response.location !== undefined) return `→ ${response.location}`;
  return id === String(index) ? '' : id;
}
