import type { JSX } from 'preact';
import type { Run } from '../model/run.js';
import { selectedIndex } from '../model/selection.js';
import { OutcomeDetail } from './outcome-detail.js';

/** The outcome that is selected in the graph or the timeline; nothing if none is. */
export function SelectedOutcome({ run }: { readonly run: Run }): JSX.Element | null {
  void run.rows.version.value;
  const index = selectedIndex.value;
  if (index === undefined) return null;
  return (
    <div class="detail">
      <button
        type="button"
        class="close"
        aria-label="Close"
        onClick={() => {
          selectedIndex.value = undefined;
        }}
      >
        <span aria-hidden="true">✕</span>
      </button>
      <OutcomeDetail run={run} index={index} key={index} />
    </div>
  );
}
