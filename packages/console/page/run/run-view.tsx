import type { JSX } from 'preact';
import { DraftGraph } from '../graph/draft-graph.js';
import { lazyView } from '../lazy-view.js';
import { currentRun, type Run } from '../model/run.js';
import type { PageConfig } from '../page-config.js';
import { FirstScreen } from './first-screen.js';

/** Loaded, with the client, when the first batch is sent. */
const RunResult = lazyView<{ readonly run: Run; readonly config: PageConfig }>(
  async () => (await import('./run-result.js')).RunResult,
);

/** The right half: what became of the batch that was sent. */
export function RunView({ config }: { readonly config: PageConfig }): JSX.Element {
  const run = currentRun.value;
  return (
    <section aria-label="Result" class="run">
      {run === undefined ? (
        <>
          <FirstScreen />
          <DraftGraph />
        </>
      ) : (
        <RunResult run={run} config={config} />
      )}
    </section>
  );
}
