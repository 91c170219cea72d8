import type { JSX } from 'preact';
import { formatCount } from '../content/format-amount.js';
import { StateMark } from '../state-mark.js';
import { adviceFor } from './advice.js';
import { describeFailure } from './describe-failure.js';
import type { LineProps } from './line-props.js';
import { groupHeight } from './list-lines.js';
import type { OutcomeGroup } from './outcome-groups.js';
import { isExpanded, toggledGroups } from './run-state.js';

/** The properties of {@link GroupLine}. */
export interface GroupLineProps extends LineProps {
  readonly group: OutcomeGroup;
}

/** A group of outcomes as one line of the list: how many, of what kind, and what to do next. */
export function GroupLine({ group, ...line }: GroupLineProps): JSX.Element {
  const { state, status, title, rows } = group;
  const isSingle = state === 'failed' && rows.length === 1;
  const isUnfolded = isExpanded(group, toggledGroups.value);
  return (
    <tr
      id={line.id}
      class={line.isActive ? 'group active' : 'group'}
      style={{ height: `${groupHeight(group)}px` }}
      aria-level={1}
      aria-rowindex={line.rowIndex}
      aria-selected={line.isOpen}
      aria-expanded={isSingle ? undefined : isUnfolded}
      onClick={line.onOpen}
    >
      <td>
        <span class="twist" aria-hidden="true">
          {isSingle ? '' : isUnfolded ? '▾' : '▸'}
        </span>
        <StateMark state={state} text={status === undefined ? formatCount(rows.length) : String(status)} />
      </td>
      <td colSpan={1 + Number(line.columns.details) + Number(line.columns.time)}>
        <span class="group-title">
          {title}
          {status !== undefined && !isSingle && <span class="count">× {formatCount(rows.length)}</span>}
        </span>
        {state === 'failed' && <FailureText group={group} />}
      </td>
    </tr>
  );
}

/** Of a failure that occurs once, what failed and why; of several, what to do next. */
function FailureText({ group: { status, type, rows } }: { readonly group: OutcomeGroup }): JSX.Element {
  const [row, second] = rows;
  const advice = adviceFor(status, type);
  if (row?.state !== 'failed' || second !== undefined) return <span class="group-text soft">{advice}</span>;
  const { detail } = describeFailure(row);
  return (
    <span class="group-text soft">
      <code>
        {row.method} {row.url}
      </code>{' '}
      {detail === '' ? advice : detail}
    </span>
  );
}
