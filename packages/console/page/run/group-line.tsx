import type { JSX } from 'preact';
import { formatCount } from '../content/format-amount.js';
import type { Run } from '../model/run.js';
import { StateMark } from '../state-mark.js';
import { adviceFor } from './advice.js';
import { describeFailure } from './describe-failure.js';
import type { LineProps } from './line-props.js';
import type { OutcomeGroup } from './outcome-groups.js';

/** The properties of {@link GroupLine}. */
export interface GroupLineProps extends LineProps {
  readonly run: Run;
  readonly group: OutcomeGroup;
  readonly isExpanded: boolean;
}

/** A group of outcomes as one line of the list: how many, of what kind, and what to do next. */
export function GroupLine({ group, ...line }: GroupLineProps): JSX.Element {
  const { state, status, title, type, rows } = group;
  const [first] = rows;
  const isSingle = state === 'failed' && rows.length === 1;
  const advice = state === 'failed' ? adviceFor(status, type) : undefined;
  const detail = isSingle && first !== undefined ? describeFailure(first).detail : '';
  return (
    <tr
      id={line.id}
      class={line.isActive ? 'group active' : 'group'}
      aria-level={1}
      aria-rowindex={line.rowIndex}
      aria-selected={line.isSelected}
      aria-expanded={isSingle ? undefined : line.isExpanded}
      onClick={line.onOpen}
    >
      <td>
        <span class="twist" aria-hidden="true">
          {isSingle ? '' : line.isExpanded ? '▾' : '▸'}
        </span>
        <StateMark state={state} text={status === undefined ? formatCount(rows.length) : String(status)} />
      </td>
      <td colSpan={3}>
        <span class="group-title">
          {title}
          {status !== undefined && !isSingle && <span class="count">× {formatCount(rows.length)}</span>}
        </span>
        <span class="group-text soft">
          {isSingle && first !== undefined && (
            <code>
              {first.method} {first.url}
            </code>
          )}{' '}
          {detail === '' ? advice : detail}
        </span>
      </td>
    </tr>
  );
}
