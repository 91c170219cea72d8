import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import { accessHeaders } from '../model/access.js';
import { accessPanelOpen } from '../model/access-panel.js';
import { ConfirmDialog } from './confirm-dialog.js';
import { LaterList, messageOf } from './later-list.js';
import type { ListRefusal } from './list-state.js';
import type { MonitorEntry } from './monitor-entry.js';
import { MonitorTable } from './monitor-table.js';
import { openResult } from './open-result.js';

/** The properties of {@link LaterSection}. */
export interface LaterSectionProps {
  /** The URL of the batch endpoint. */
  readonly endpoint: string;
  readonly isShown: boolean;
}

/** An action that the user is asked to confirm. */
interface Question {
  readonly action: 'cancel' | 'remove';
  readonly entry: MonitorEntry;
}

/** The batches of the user that are answered later, with their progress and buttons to open, cancel and remove them. */
export function LaterSection({ endpoint, isShown }: LaterSectionProps): JSX.Element {
  const list = useMemo(() => new LaterList(endpoint), [endpoint]);
  const question = useSignal<Question | undefined>(undefined);
  const access = accessHeaders.value;
  useEffect(() => (isShown ? list.watch() : undefined), [list, isShown, access]);
  const state = list.state.value;
  const asked = question.value;
  const open = (entry: MonitorEntry): void => {
    list.notice.value = 'Reading the outcomes…';
    openResult(entry).then(
      () => {
        list.notice.value = '';
      },
      (error: unknown) => {
        list.notice.value = messageOf(error);
      },
    );
  };
  return (
    <section class="later" aria-label="Answered later">
      <p class="later-notice" role="status">
        {list.notice.value}
      </p>
      {state.kind === 'loading' ? <p class="empty">Loading the list…</p> : null}
      {state.kind === 'refused' ? <Refusal refusal={state} onRetry={() => void list.refresh()} /> : null}
      {state.kind === 'listed' && state.entries.length === 0 ? (
        <p class="empty">
          You have no batch here. Tick “Answer later” before you send one: the server runs it in the
          background, and you watch it here.
        </p>
      ) : null}
      {state.kind === 'listed' && state.entries.length > 0 ? (
        <MonitorTable
          entries={state.entries}
          onOpen={open}
          onCancel={(entry) => {
            question.value = { action: 'cancel', entry };
          }}
          onRemove={(entry) => {
            question.value = { action: 'remove', entry };
          }}
        />
      ) : null}
      {state.kind === 'listed' && state.next !== undefined ? (
        <button type="button" class="more" onClick={() => void list.readMore()}>
          Show older batches
        </button>
      ) : null}
      {asked === undefined ? null : (
        <Confirmation
          question={{ ...asked, entry: list.current(asked.entry) }}
          onYes={() => void (asked.action === 'cancel' ? list.cancel(asked.entry) : list.remove(asked.entry))}
          onClose={() => {
            question.value = undefined;
          }}
        />
      )}
    </section>
  );
}

function Confirmation({
  question: { action, entry },
  ...callbacks
}: {
  readonly question: Question;
  readonly onYes: () => void;
  readonly onClose: () => void;
}): JSX.Element {
  const { total, done } = entry.progress;
  if (action === 'remove') {
    return (
      <ConfirmDialog title="Remove this batch?" yes="Remove" no="Keep it" {...callbacks}>
        <p>
          The server deletes its {total.toLocaleString('en')} outcomes. The effects of the operations remain.
        </p>
      </ConfirmDialog>
    );
  }
  return (
    <ConfirmDialog title="Cancel this batch?" yes="Cancel the batch" no="Let it run" {...callbacks}>
      <p>
        {(total - done).toLocaleString('en')} of {total.toLocaleString('en')} operations have no outcome yet.
        Those that have not started will not run. Those in flight are aborted after a few seconds.
      </p>
      <p>What has run is not undone. The result shows the outcome of each operation.</p>
    </ConfirmDialog>
  );
}

function Refusal({
  refusal: { reason, text },
  onRetry,
}: {
  readonly refusal: ListRefusal;
  readonly onRetry: () => void;
}): JSX.Element {
  return (
    <div class="later-refusal">
      <p>{text}</p>
      {reason === 'off' || reason === 'not-routed' ? (
        <pre>
          {`import { respondAsync } from '@multistatus/async';\n\n` +
            `app.use('/batch', batch({ journal, async: respondAsync({ queue, name: 'orders' }) }));`}
        </pre>
      ) : null}
      <div class="confirm-buttons">
        {reason === 'access' || reason === 'unknown-client' ? (
          <button
            type="button"
            class="primary"
            onClick={() => {
              accessPanelOpen.value = true;
            }}
          >
            Add credentials
          </button>
        ) : null}
        <button type="button" onClick={onRetry}>
          Try again
        </button>
      </div>
    </div>
  );
}
