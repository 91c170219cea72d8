import type { JSX } from 'preact';
import { formatCount, formatDuration } from '../content/format-amount.js';
import type { Row } from '../model/row.js';
import type { Run } from '../model/run.js';
import { StateMark } from '../state-mark.js';
import { adviceFor } from './advice.js';
import { describeFailure } from './describe-failure.js';
import type { LineProps } from './line-props.js';
import { groupHeight } from './list-lines.js';
import type { OutcomeGroup } from './outcome-groups.js';
import { isExpanded, toggledGroups } from './run-state.js';

/** The properties of {@link GroupLine}. */
export interface GroupLineProps extends LineProps {
  readonly run: Run;
  readonly group: OutcomeGroup;
}

/** A group of outcomes as one line of the list: how many, of what kind, and what to do next. */
export function GroupLine({ run, group, ...line }: GroupLineProps): JSX.Element {
  const { state, status, title, type, rows } = group;
  const [row] = rows;
  // A failure that occurs once is its own line.
  const single = row?.state === 'failed' && rows.length === 1 ? row : undefined;
  const isUnfolded = isExpanded(group, toggledGroups.value);
  const hasTime = single !== undefined && line.columns.time;
  return (
    <tr
      id={line.id}
      class={line.isActive ? 'group active' : 'group'}
      style={{ height: `${groupHeight(group)}px` }}
      aria-level={1}
      aria-rowindex={line.rowIndex}
      aria-selected={line.isOpen}
      aria-expanded={single === undefined ? isUnfolded : undefined}
      onClick={line.onOpen}
    >
      <td>
        <span class="twist" aria-hidden="true">
          {single !== undefined ? '›' : isUnfolded ? '▾' : '▸'}
        </span>
        <StateMark state={state} text={status === undefined ? formatCount(rows.length) : String(status)} />
      </td>
      <td colSpan={1 + Number(line.columns.details) + Number(line.columns.time && !hasTime)}>
        <span class="group-title">
          {title}
          {status !== undefined && single === undefined && (
            <span class="count">× {formatCount(rows.length)}</span>
          )}
        </span>
        {single !== undefined && <SingleText run={run} row={single} />}
        {state === 'failed' && <span class="group-text soft">{adviceFor(status, type)}</span>}
      </td>
      {hasTime && <td class="time soft">{timeOf(run, single)}</td>}
    </tr>
  );
}

/** Of a failure that occurs once: the operation, and why it failed. */
function SingleText({ run, row }: { readonly run: Run; readonly row: Row }): JSX.Element {
  const { id, index, method, url } = row;
  const { detail, fault, because } = describeFailure(row);
  const [cause] = because;
  const operation =
    cause && run.operations.find((each) => each.id === cause || each.atomicityGroup === cause);
  const place = operation ? ` (${operation.method} ${operation.url})` : '';
  return (
    <span class="group-text soft">
      <code>
        {method} {url}
      </code>{' '}
      {id !== String(index) && <b>{id}</b>}{' '}
      {cause === undefined ? (fault ?? detail) : `because of ${cause}${place}`}
    </span>
  );
}

function timeOf(run: Run, { index, response }: Row): string {
  const time = response.timing?.durationMs ?? run.arrivals.get(index);
  return time === undefined ? '' : formatDuration(time);
}
