import type { JSX } from 'preact';
import { StateMark } from '../state-mark.js';
import { hasEnded, type MonitorEntry, stateOf } from './monitor-entry.js';

/** The properties of {@link MonitorTable}. */
export interface MonitorTableProps {
  readonly entries: readonly MonitorEntry[];
  readonly onOpen: (entry: MonitorEntry) => void;
  readonly onCancel: (entry: MonitorEntry) => void;
  readonly onRemove: (entry: MonitorEntry) => void;
}

/** The batches that are answered later, newest first. */
export function MonitorTable({ entries, ...actions }: MonitorTableProps): JSX.Element {
  return (
    <table class="later-table">
      <thead>
        <tr>
          <th scope="col">Taken</th>
          <th scope="col">State</th>
          <th scope="col" class="progress">
            Outcomes
          </th>
          <th scope="col">
            <span class="unseen">Actions</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {entries.map((entry) => (
          <MonitorRow key={entry.url} entry={entry} {...actions} />
        ))}
      </tbody>
    </table>
  );
}

function MonitorRow({
  entry,
  onOpen,
  onCancel,
  onRemove,
}: Omit<MonitorTableProps, 'entries'> & { readonly entry: MonitorEntry }): JSX.Element {
  const { status, createdAt, expiresAt, progress } = entry;
  const { total, done, failed } = progress;
  const taken = formatTime(createdAt, 'medium');
  const isOver = hasEnded(entry);
  return (
    <tr>
      <th scope="row">
        <time dateTime={createdAt.toISOString()}>{taken}</time>
        {expiresAt === undefined ? null : (
          <span class="soft">
            kept until <time dateTime={expiresAt.toISOString()}>{formatTime(expiresAt, 'short')}</time>
          </span>
        )}
      </th>
      <td>
        <StateMark state={stateOf(entry)} text={status} />
      </td>
      <td class="progress">
        <progress max={Math.max(1, total)} value={done} aria-label={`Outcomes of the batch of ${taken}`} />
        <span>
          {done.toLocaleString('en')} of {total.toLocaleString('en')}
          {failed === 0 ? '' : `, ${failed.toLocaleString('en')} failed`}
        </span>
      </td>
      <td class="actions">
        {isOver ? (
          <>
            <button type="button" onClick={() => onOpen(entry)}>
              Open result
            </button>
            <button type="button" onClick={() => onRemove(entry)}>
              Remove…
            </button>
          </>
        ) : (
          <button type="button" disabled={status === 'cancelling'} onClick={() => onCancel(entry)}>
            Cancel…
          </button>
        )}
      </td>
    </tr>
  );
}

function formatTime(date: Date, timeStyle: 'short' | 'medium'): string {
  return date.toLocaleString('en', { dateStyle: 'medium', timeStyle, hourCycle: 'h23' });
}
