import type { JSX } from 'preact';
import { formatCount } from '../content/format-amount.js';
import type { Run } from '../model/run.js';
import { FormatPanel } from './format-panel.js';

/** The answer of a run in JSON, XML and NDJSON, side by side. */
export function FormatPanels({ run }: { readonly run: Run }): JSX.Element {
  void run.rows.version.value;
  const count = run.rows.all.length;
  const isArriving = run.phase.value === 'sending' || run.phase.value === 'monitored';
  return (
    <div class="formats">
      <p class="soft">
        {isArriving
          ? `Outcomes are still arriving. Shown so far: ${formatCount(count)} of ${formatCount(run.operations.length)}.`
          : 'The same answer in each format of the server. This page has written them; nothing was sent again.'}
      </p>
      <div class="format-panels">
        <FormatPanel run={run} name="json" />
        <FormatPanel run={run} name="xml" />
        <FormatPanel run={run} name="ndjson" />
      </div>
    </div>
  );
}
