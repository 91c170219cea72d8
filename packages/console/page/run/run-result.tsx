import { type Signal, signal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { FormatsView } from '../formats/formats-view.js';
import { GraphView } from '../graph/graph-view.js';
import type { Run } from '../model/run.js';
import type { PageConfig } from '../page-config.js';
import { TabList } from '../tab-list.js';
import { TimelineView } from '../timeline/timeline-view.js';
import { isRefused } from './is-refused.js';
import { OutcomesView } from './outcomes-view.js';
import { ResendDialog } from './resend-dialog.js';
import { RunSummary } from './run-summary.js';
import { SelectedOutcome } from './selected-outcome.js';
import { StopNotice } from './stop-notice.js';

type View = 'outcomes' | 'graph' | 'timeline' | 'formats';

const view: Signal<View> = signal('outcomes');

const VIEWS: readonly { readonly id: View; readonly label: string }[] = [
  { id: 'outcomes', label: 'Outcomes' },
  { id: 'graph', label: 'Graph' },
  { id: 'timeline', label: 'Timeline' },
  { id: 'formats', label: 'Formats' },
];

/** What became of the batch that was sent. */
export function RunResult({ run, config }: { readonly run: Run; readonly config: PageConfig }): JSX.Element {
  // On a narrow screen the result is below the batch.
  useEffect(() => {
    const result = document.querySelector('.run');
    if (result === null || result.getBoundingClientRect().top < innerHeight / 2) return;
    const isCalm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    result.scrollIntoView({ block: 'start', behavior: isCalm ? 'auto' : 'smooth' });
  }, [run]);
  const shown = view.value;
  const phase = run.phase.value;
  void run.rows.version.value;
  const isRunning = phase === 'sending' || phase === 'monitored';
  const mayHaveRun = run.operations.length > 0 && !isRefused(run);
  const hasResult = isRunning || run.rows.all.length > 0 || mayHaveRun;
  return (
    <>
      <RunSummary run={run} />
      <StopNotice run={run} config={config} />
      {hasResult && (
        <>
          <TabList label="Views of the result" tabs={VIEWS} selected={view} />
          <div
            id={`panel-${shown}`}
            role="tabpanel"
            aria-labelledby={`tab-${shown}`}
            class={`run-panel ${shown}`}
          >
            {shown === 'outcomes' && <OutcomesView run={run} />}
            {shown === 'graph' && <GraphView run={run} />}
            {shown === 'timeline' && <TimelineView run={run} />}
            {shown === 'formats' && <FormatsView run={run} />}
            {(shown === 'graph' || shown === 'timeline') && <SelectedOutcome run={run} />}
          </div>
        </>
      )}
      <ResendDialog run={run} config={config} />
    </>
  );
}
