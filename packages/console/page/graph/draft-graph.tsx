import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { draft } from '../model/draft.js';
import { readDraft } from '../model/read-draft.js';
import { GraphPicture } from './graph-view.js';

/** The graph of the draft, which can be opened before the batch is sent. */
export function DraftGraph(): JSX.Element {
  const isOpen = useSignal(false);
  return (
    <details
      class="draft-graph"
      onToggle={(event) => {
        isOpen.value = event.currentTarget.open;
      }}
    >
      <summary>What depends on what in this batch</summary>
      {isOpen.value ? <Picture /> : null}
    </details>
  );
}

function Picture(): JSX.Element {
  const operations = useMemo(() => readDraft(draft.value), [draft.value]);
  return operations === undefined ? (
    <p class="empty">
      The graph appears here when the batch is valid JSON, of at most one million characters.
    </p>
  ) : (
    <GraphPicture operations={operations} rows={undefined} />
  );
}
