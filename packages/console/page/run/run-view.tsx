import type { JSX } from 'preact';
import { DraftGraph } from '../graph/draft-graph.js';
import { lazyView } from '../lazy-view.js';
import { currentRun } from '../model/run.js';
import type { PageConfig } from '../page-config.js';
import { FirstScreen } from './first-screen.js';

// What shows a run is a large part of the page. It is fetched with the first run.
const RunResult = lazyView(async () => (await import('./run-result.js')).RunResult);

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
