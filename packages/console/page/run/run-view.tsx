import type { JSX } from 'preact';
import { DraftGraph } from '../graph/draft-graph.js';
import { lazyView } from '../lazy-view.js';
import { currentRun, type Run } from '../model/run.js';
import type { PageConfig } from '../page-config.js';
import { FirstScreen } from './first-screen.js';

/** Fetched with the first batch that is sent, with the client: the page opens without them. */
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
